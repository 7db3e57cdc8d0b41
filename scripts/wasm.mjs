// Compiles the AssemblyScript of packages/wasm-kernels and packages/compile and writes each binary
// into a JavaScript file among the sources, so that tests, bundlers, ESM and CommonJS need nothing
// else. Does nothing if nothing has changed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { fingerprint } from './lib/workspace.mjs'

const kernels = at('packages', 'wasm-kernels', 'assembly')

/** The two builds of a module as strings. */
const apart = (builds) =>
  Object.entries(builds)
    .map(([name, bytes]) => `export const ${name} = '${bytes.toString('base64')}'\n`)
    .join('')

/**
 * Both builds in one stream, for pages: most of the second one repeats the first one, and a page
 * does not load it twice.
 */
const together = ({ relaxed, baseline }) => {
  const packed = deflateRawSync(Buffer.concat([relaxed, baseline]), { level: 9 })
  return (
    `export const builds = '${packed.toString('base64')}'\n` +
    `export const relaxedBytes = ${relaxed.length}\n` +
    `export const baselineBytes = ${baseline.length}\n`
  )
}

/** The packages with a module: what it is made of, and how and where it is written. */
const modules = [
  { name: 'wasm-kernels', sources: [kernels], write: apart, target: ['module', 'binary.js'] },
  {
    name: 'compile',
    sources: [kernels, at('packages', 'compile', 'assembly')],
    write: together,
    target: ['runtime', 'binary.js'],
  },
]
const cache = at('.cache', 'wasm')

const options = [
  'assembly/index.ts',
  '--config',
  'none',
  // The memory is given and has the largest possible maximum. So there is no allocator, no data
  // segment and no abort.
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

async function compile(name, build) {
  const [binary, text] = ['wasm', 'wat'].map((ending) =>
    at('.cache', 'wasm', `${name}-${build}.${ending}`),
  )
  // On success the compiler only prints that another round of optimizing would gain nothing.
  await node(
    at('packages', name, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
    [...options, ...builds[build], '--outFile', binary, '--textFile', text],
    { cwd: at('packages', name), capture: true },
  )
  // Each of them would overwrite data of the memory's owner.
  if (/^ \((data|start|global)\b/m.test(readFileSync(text, 'utf8')))
    throw new Failed(`${text}: the module must not have data, globals or a start function`)
  const bytes = readFileSync(binary)
  // For a backend with threads, wasm-kernels/src/module/build.ts changes the last byte of this
  // declaration from "with a maximum" to "shared, with a maximum".
  const declaration = Buffer.from('\u0003env\u0006memory\u0002\u0001', 'latin1')
  if (bytes.indexOf(declaration) !== bytes.lastIndexOf(declaration) || !bytes.includes(declaration))
    throw new Failed(`${binary}: the memory must be imported exactly once, with a maximum`)
  console.log(
    `${name}, ${build}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`,
  )
  return [build, bytes]
}

async function make({ name, sources, write, target: place }) {
  const target = at('packages', name, 'src', ...place)
  const stamp = at('.cache', 'wasm', `${name}.txt`)
  const state = fingerprint([
    ...sources,
    at('scripts', 'wasm.mjs'),
    at('packages', name, 'package.json'),
  ])
  const finished = () => `${state}\n${fingerprint([target])}`
  if (existsSync(stamp) && existsSync(target) && readFileSync(stamp, 'utf8') === finished()) return
  mkdirSync(cache, { recursive: true })
  rmSync(stamp, { force: true })
  const made = await Promise.all(Object.keys(builds).map((build) => compile(name, build)))
  writeFileSync(
    target,
    `// Made by scripts/wasm.mjs from ../../assembly.\n${write(Object.fromEntries(made))}`,
  )
  writeFileSync(stamp, finished())
}

export async function wasm() {
  for (const module of modules) await make(module)
}

if (isMain(import.meta.url)) main(wasm)
