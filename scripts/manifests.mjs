// Where the project lives is written in the root's package.json alone. This copies it into the
// package.json of each published package, with the package's folder: npm shows it, and resolves the
// links of a README with it. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { Failed, at, isMain, main } from './lib/run.mjs'
import { published } from './lib/workspace.mjs'

/** The fields of one package, in npm's form. */
const fieldsOf = (folder) => {
  const { repository, license } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  return {
    homepage: `${repository}/tree/main/${folder}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: 'git', url: `git+${repository}.git`, directory: folder },
    license,
  }
}

/** The manifest with these fields after its keywords. */
const withFields = (manifest, fields) => {
  const rest = Object.entries(manifest).filter(([name]) => !(name in fields))
  const place = rest.findIndex(([name]) => name === 'keywords') + 1
  return Object.fromEntries([
    ...rest.slice(0, place),
    ...Object.entries(fields),
    ...rest.slice(place),
  ])
}

export async function manifests(args = []) {
  for (const { folder } of published()) {
    const file = at(folder, 'package.json')
    const text = readFileSync(file, 'utf8')
    const wanted = `${JSON.stringify(withFields(JSON.parse(text), fieldsOf(folder)), null, 2)}\n`
    if (text === wanted) continue
    if (args.includes('--check'))
      throw new Failed(
        `${folder}/package.json does not say where the project lives; ` +
          'node scripts/manifests.mjs writes it',
      )
    writeFileSync(file, wanted)
  }
}

if (isMain(import.meta.url)) main(() => manifests(process.argv.slice(2)))
