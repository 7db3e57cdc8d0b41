// Compiles the AssemblyScript of packages/wasm-kernels and writes the binary into a JavaScript file
// among the sources, so that tests, bundlers, ESM and CommonJS need nothing else. Does nothing if
// nothing has changed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { fingerprint } from './lib/workspace.mjs'

const folder = at('packages', 'wasm-kernels')
const target = at('packages', 'wasm-kernels', 'src', 'module', 'binary.js')
const cache = at('.cache', 'wasm')
const stamp = at('.cache', 'wasm', 'state.txt')

const options = [
  'assembly/index.ts',
  '--config',
  'none',
  // The memory belongs to the backend and has the largest possible maximum. So there is no
  // allocator, no data segment and no abort.
  '--importMemory',
  '--noExportMemory',
  '--maximumMemory',
  '65536',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--noAssert',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
  '-O3',
  '--converge',
  // Functions that take v128 are only called inside the module.
  '--disableWarning',
  '112',
]

/** One source, two builds: an engine without relaxed SIMD refuses a module that uses it. */
const builds = { baseline: [], relaxed: ['--enable', 'relaxed-simd'] }

async function compile(name) {
  const [binary, text] = ['wasm', 'wat'].map((ending) => at('.cache', 'wasm', `${name}.${ending}`))
  // On success the compiler only prints that another round of optimizing would gain nothing.
  await node(
    at('packages', 'wasm-kernels', 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
    [...options, ...builds[name], '--outFile', binary, '--textFile', text],
    { cwd: folder, capture: true },
  )
  // Each of them would overwrite the backend's own data.
  if (/^ \((data|start|global)\b/m.test(readFileSync(text, 'utf8')))
    throw new Failed(`${text}: the module must not have data, globals or a start function`)
  const bytes = readFileSync(binary)
  // For a backend with threads, src/module/build.ts changes the last byte of this declaration from
  // "with a maximum" to "shared, with a maximum".
  const declaration = Buffer.from('\u0003env\u0006memory\u0002\u0001', 'latin1')
  if (bytes.indexOf(declaration) !== bytes.lastIndexOf(declaration) || !bytes.includes(declaration))
    throw new Failed(`${binary}: the memory must be imported exactly once, with a maximum`)
  console.log(
    `wasm kernels, ${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`,
  )
  return `export const ${name} = '${bytes.toString('base64')}'\n`
}

export async function wasm() {
  const state = fingerprint([
    at('packages', 'wasm-kernels', 'assembly'),
    at('scripts', 'wasm.mjs'),
    at('packages', 'wasm-kernels', 'package.json'),
  ])
  const finished = () => `${state}\n${fingerprint([target])}`
  if (existsSync(stamp) && existsSync(target) && readFileSync(stamp, 'utf8') === finished()) return
  mkdirSync(cache, { recursive: true })
  rmSync(stamp, { force: true })
  const made = await Promise.all(Object.keys(builds).map(compile))
  writeFileSync(target, `// Made by scripts/wasm.mjs from ../../assembly.\n${made.join('')}`)
  writeFileSync(stamp, finished())
}

if (isMain(import.meta.url)) main(wasm)
