// The packages as a user gets them: packed, and installed by npm.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { at, npx } from './run.mjs'
import { published } from './workspace.mjs'

const { packageManager } = JSON.parse(readFileSync(at('package.json'), 'utf8'))

/** Packs every published package into a folder. Returns the paths of the tarballs. */
export async function pack(folder) {
  for (const { folder: project } of published()) {
    await npx([packageManager, 'pack', '--pack-destination', folder], {
      cwd: at(project),
      capture: true,
    })
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => path.join(folder, name))
}

export const versions = (file) => JSON.parse(readFileSync(at(file), 'utf8')).devDependencies

/** The package.json of an empty project that depends on the tarballs, as it would for a user. */
export function manifest(tarballs) {
  const byName = Object.fromEntries(
    published().map(({ name, manifest: { version } }) => {
      const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
      const tarball = tarballs.find((one) => path.basename(one) === file)
      if (tarball === undefined) throw new Error(`${file} was not packed`)
      return [name, `file:${tarball}`]
    }),
  )
  return {
    name: 'smoke',
    private: true,
    dependencies: {
      ...byName,
      '@tensorflow/tfjs': versions('packages/tfjs/package.json')['@tensorflow/tfjs'],
    },
    // the packages depend on versions of each other that no registry has yet
    overrides: byName,
  }
}
