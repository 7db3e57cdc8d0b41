// Compiles the AssemblyScript of packages/wasm-kernels and packages/compile and writes each binary
// into a JavaScript file among the sources, so that tests, bundlers, ESM and CommonJS need nothing
// else. Does nothing if nothing has changed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { fingerprint } from './lib/workspace.mjs'

const kernels = at('packages', 'wasm-kernels', 'assembly')

/** The two builds of a module as strings. */
const apart = (builds) => ({
  'binary.js': Object.entries(builds)
    .map(([name, bytes]) => `export const ${name} = '${bytes.toString('base64')}'\n`)
    .join(''),
})

const packed = (bytes) => deflateRawSync(bytes, { level: 9 }).toString('base64')

/**
 * Both builds in one stream, for pages: most of the second one repeats the first one, and a page
 * does not load it twice.
 */
const together = ({ relaxed, baseline }) => {
  const text =
    `export const builds = '${packed(Buffer.concat([relaxed, baseline]))}'\n` +
    `export const relaxedBytes = ${relaxed.length}\n` +
    `export const baselineBytes = ${baseline.length}\n`
  return { 'binary.js': text }
}

/** Each build in a file of its own; a page loads only one of them. */
const either = (builds) =>
  Object.fromEntries(
    Object.entries(builds).map(([name, bytes]) => [
      `${name}.js`,
      `export const build = '${packed(bytes)}'\n`,
    ]),
  )

/** The modules: the package of each, its source, and how and where it is written. */
const modules = [
  {
    name: 'wasm-kernels',
    inside: 'wasm-kernels',
    entry: 'assembly/index.ts',
    sources: [kernels],
    write: apart,
    target: ['module'],
    files: ['binary.js'],
  },
  {
    name: 'compile',
    inside: 'compile',
    entry: 'assembly/index.ts',
    sources: [kernels, at('packages', 'compile', 'assembly')],
    write: together,
    target: ['runtime'],
    files: ['binary.js'],
  },
  {
    name: 'compile-training',
    inside: 'compile',
    entry: 'assembly/training/index.ts',
    sources: [kernels, at('packages', 'compile', 'assembly')],
    write: either,
    target: ['training', 'machine'],
    files: ['baseline.js', 'relaxed.js'],
  },
]
const cache = at('.cache', 'wasm')

const options = [
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

const made = (name, build, ending) => at('.cache', 'wasm', `${name}-${build}.${ending}`)

/** Compiles one build of each module. */
const compile = (build, flags, those) => {
  const jobs = those.map(({ name, inside, entry }) => {
    const to = ['--outFile', made(name, build, 'wasm'), '--textFile', made(name, build, 'wat')]
    return { folder: at('packages', inside), args: [entry, ...options, ...flags, ...to] }
  })
  return node(at('scripts', 'lib', 'assemble.mjs'), [JSON.stringify(jobs)], { capture: true })
}

/** The bytes of one build, once the compiler is done. */
function checked(name, build) {
  const [binary, text] = [made(name, build, 'wasm'), made(name, build, 'wat')]
  // Any of these would overwrite data of the memory's owner.
  if (/^ \((data|start|global)\b/m.test(readFileSync(text, 'utf8')))
    throw new Failed(`${text}: the module must not have data, globals or a start function`)
  const bytes = readFileSync(binary)
  // For threads, wasm-kernels/src/module/declare-shared.ts changes the last byte of this
  // declaration from "with a maximum" to "shared, with a maximum".
  const declaration = Buffer.from('\u0003env\u0006memory\u0002\u0001', 'latin1')
  if (bytes.indexOf(declaration) !== bytes.lastIndexOf(declaration) || !bytes.includes(declaration))
    throw new Failed(`${binary}: the memory must be imported exactly once, with a maximum`)
  console.log(
    `${name}, ${build}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`,
  )
  return [build, bytes]
}

/** What a module is made from and into, and the stamp that says so. */
function stateOf({ name, inside, sources, target, files }) {
  const targets = files.map((file) => at('packages', inside, 'src', ...target, file))
  const stamp = at('.cache', 'wasm', `${name}.txt`)
  const state = fingerprint([
    ...sources,
    at('scripts', 'wasm.mjs'),
    at('packages', inside, 'package.json'),
  ])
  const finished = () => `${state}\n${fingerprint(targets)}`
  const isMade =
    existsSync(stamp) &&
    targets.every((file) => existsSync(file)) &&
    readFileSync(stamp, 'utf8') === finished()
  return { targets, stamp, finished, isMade }
}

export async function wasm() {
  const stale = modules
    .map((module) => ({ ...module, ...stateOf(module) }))
    .filter(({ isMade }) => !isMade)
  if (stale.length === 0) return
  mkdirSync(cache, { recursive: true })
  for (const { stamp } of stale) rmSync(stamp, { force: true })
  await Promise.all(Object.entries(builds).map(([build, flags]) => compile(build, flags, stale)))
  for (const { name, entry, write, files, targets, stamp, finished } of stale) {
    const texts = write(
      Object.fromEntries(Object.keys(builds).map((build) => checked(name, build))),
    )
    for (const [i, file] of files.entries())
      writeFileSync(targets[i], `// Made by scripts/wasm.mjs from ${entry}.\n${texts[file]}`)
    writeFileSync(stamp, finished())
  }
}

if (isMain(import.meta.url)) main(wasm)
