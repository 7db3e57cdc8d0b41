// What an import costs a web page: bundled, minified and compressed, without TensorFlow.js, which
// every user has anyway, and beside layersmith where the budget says so.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Failed, at, isMain, main } from '../../scripts/lib/run.mjs'
import { alone } from './alone.mjs'

const here = at('budgets', 'size')

async function bundle(statement, beside) {
  // imported here because esbuild exists only after set-up
  const { build } = await import('esbuild')
  const names = /\{(.*)\}/.exec(statement)?.[1]
  if (names === undefined) throw new Error(`Not an import of names: ${statement}`)
  const { metafile, outputFiles } = await build({
    metafile: true,
    stdin: { contents: `${statement}\nconsole.log(${names})`, resolveDir: here },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external: ['@tensorflow/*', ...beside],
    logLevel: 'error',
  })
  const whole = Object.keys(metafile.inputs).filter((file) => file.includes('/fp-ts/lib/'))
  if (whole.length > 0)
    throw new Failed(
      `${statement} loads CommonJS, of which no bundler can leave anything out: ` +
        `${whole.join(', ')}. Name it in the field "browser" of the package that imports it`,
    )
  const code = outputFiles[0].contents
  return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length }
}

export async function size() {
  const budgets = JSON.parse(readFileSync(at('budgets', 'size', 'budgets.json'), 'utf8'))
  const over = []
  for (const [statement, given] of Object.entries(budgets)) {
    const { budget, beside } = typeof given === 'number' ? { budget: given, beside: [] } : given
    const { minified, gzipped } = await bundle(statement, beside)
    console.log(
      `${statement}\n  ${minified} bytes minified, ${gzipped} gzipped, the budget is ${budget}`,
    )
    if (gzipped > budget)
      over.push(`${statement}: ${gzipped} bytes gzipped, the budget is ${budget}`)
  }
  if (over.length > 0) throw new Failed(over.join('\n'))
  await alone()
}

if (isMain(import.meta.url)) main(size)
