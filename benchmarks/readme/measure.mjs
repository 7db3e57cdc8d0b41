// `npm run bench -- readme`: runs the two programs that the README of @layersmith/bench shows, for
// longer, and keeps what they find in benchmarks/results/readme, from which the README's table and
// pictures are rendered. Wants a machine that does nothing else.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { transform } from 'esbuild'
import { benchReadme, resultFiles } from '../../scripts/lib/bench-readme.mjs'
import { Failed, at, isMain, main, node } from '../../scripts/lib/run.mjs'

const folder = at('.cache', 'bench-readme')

/** Before each program: the measurements go to a file instead of the terminal. */
const keep = {
  bench: 'await report.save(process.argv[2])',
  profile: `import { writeFileSync } from 'node:fs'
writeFileSync(process.argv[2], JSON.stringify(times.result, null, 1) + '\\n')`,
}

async function compiled(name, text) {
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'es2022' })
  const file = path.join(folder, `${name}.js`)
  writeFileSync(file, code)
  return file
}

async function measure() {
  const text = readFileSync(at('packages', 'bench', 'README.md'), 'utf8')
  const fences = [...text.matchAll(/^```ts(?: module=(\S+))?\n([^]*?)^```$/gm)]
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [, name, content] of fences) if (name !== undefined) await compiled(name, content)
  for (const [name, file] of Object.entries(resultFiles)) {
    const shown = fences.find(([, , content]) => content.includes(`await ${name}(`))
    if (shown === undefined || !shown[2].includes('seconds: 0.5'))
      throw new Failed(`the README of @layersmith/bench shows no ${name}(…, { seconds: 0.5 })`)
    const longer = shown[2].replace('seconds: 0.5', 'seconds: 4')
    mkdirSync(path.dirname(file), { recursive: true })
    await node(await compiled(name, `${longer}\n${keep[name]}`), [file])
  }
  await benchReadme(true)
}

if (isMain(import.meta.url)) main(measure)
