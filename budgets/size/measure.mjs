// What an import costs a web page: bundled, minified and compressed, without TensorFlow.js, which
// every user has anyway, and beside layersmith where the budget says so. And what a module of
// WebAssembly adds that a page loads when it needs it.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { gzipSync, inflateRawSync } from 'node:zlib'
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

/** A module that scripts/wasm.mjs wrote into a file of its own. */
async function binary(file) {
  const { build } = await import(pathToFileURL(at(...file.split('/'))).href)
  const bytes = inflateRawSync(Buffer.from(build, 'base64'))
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length }
}

export async function size() {
  const budgets = JSON.parse(readFileSync(at('budgets', 'size', 'budgets.json'), 'utf8'))
  const over = []
  const check = (what, { minified, gzipped }, budget) => {
    console.log(
      `${what}\n  ${minified} bytes minified, ${gzipped} gzipped, the budget is ${budget}`,
    )
    if (gzipped > budget) over.push(`${what}: ${gzipped} bytes gzipped, the budget is ${budget}`)
  }
  for (const [statement, given] of Object.entries(budgets.imports)) {
    const { budget, beside } = typeof given === 'number' ? { budget: given, beside: [] } : given
    check(statement, await bundle(statement, beside), budget)
  }
  for (const [file, budget] of Object.entries(budgets.binaries))
    check(file, await binary(file), budget)
  if (over.length > 0) throw new Failed(over.join('\n'))
  await alone()
}

if (isMain(import.meta.url)) main(size)
