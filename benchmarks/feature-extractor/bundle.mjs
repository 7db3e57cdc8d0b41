// `npm run bench:bundle [-- folder]`: packs the benchmark into one folder, which runs with plain
// `node bench.mjs` on a machine that has Node but no registry. It holds everything except Node: the
// program, TensorFlow.js's wasm binaries, and Dawn for this platform. `--archive` packs Node too:
// see archive.mjs.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'
import { Failed, at, isMain, main } from '../../scripts/lib/run.mjs'
import { archive } from './archive.mjs'

const here = at('benchmarks', 'feature-extractor')
/** Resolves the packages with native parts, which the benchmark gets through the backends. */
const fromBackends = createRequire(at('packages', 'backends', 'package.json'))

/**
 * An ESM bundle has neither require nor __dirname, but TensorFlow.js's Node code and Emscripten's
 * loader need both.
 */
const banner = `import { createRequire as __createRequire } from 'node:module'
import { fileURLToPath as __fileURLToPath } from 'node:url'
const require = __createRequire(import.meta.url)
const __filename = __fileURLToPath(import.meta.url)
const __dirname = __fileURLToPath(new URL('.', import.meta.url))`

const program = async (folder) => {
  // from the build, so that it names the same sources as a run here
  const { provenance } = await import('./dist/provenance.js')
  await build({
    entryPoints: [path.join(here, 'src', 'main.ts')],
    outfile: path.join(folder, 'bench.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: banner },
    logLevel: 'error',
    // they draw reports, and nothing is drawn there
    external: ['vega', 'vega-lite'],
    define: { BUNDLED_PROVENANCE: JSON.stringify(provenance()) },
  })
}

const wasm = (folder) => {
  const binaries = path.dirname(fromBackends.resolve('@tensorflow/tfjs-backend-wasm'))
  for (const file of readdirSync(binaries).filter((name) => name.endsWith('.wasm')))
    cpSync(path.join(binaries, file), path.join(folder, file))
}

/**
 * Copies the optional package `webgpu` without the binaries of other platforms (`linux-` or
 * `linux-x64`); prints a note if it is not installed.
 */
const dawn = (folder, wanted) => {
  let manifest
  try {
    manifest = fromBackends.resolve('webgpu/package.json')
  } catch {
    console.log('webgpu is not installed here (npm install webgpu), so the bundle has no WebGPU')
    return
  }
  const [from, to] = [path.dirname(manifest), path.join(folder, 'node_modules', 'webgpu')]
  // dist/linux-x64, dist/win32-arm64, …: one folder per platform
  const isOurs = (file) => {
    const [top, platform] = path.relative(from, file).split(path.sep)
    return (
      top !== 'node_modules' &&
      (top !== 'dist' ||
        platform === undefined ||
        !/^(linux|win32|darwin)-/.test(platform) ||
        platform.startsWith(wanted))
    )
  }
  cpSync(from, to, { recursive: true, dereference: true, filter: isOurs })
  for (const name of Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}))
    dependency(folder, name, manifest)
}

/** Copies a package that another one needs at run time, and its own dependencies. */
const dependency = (folder, name, neededBy) => {
  const to = path.join(folder, 'node_modules', name)
  // these have only declarations
  if (name.startsWith('@webgpu/') || existsSync(to)) return
  const manifest = createRequire(neededBy).resolve(`${name}/package.json`)
  cpSync(path.dirname(manifest), to, {
    recursive: true,
    dereference: true,
    filter: (file) =>
      path.relative(path.dirname(manifest), file).split(path.sep)[0] !== 'node_modules',
  })
  for (const next of Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}))
    dependency(folder, next, manifest)
}

const bytes = (place) =>
  statSync(place).isDirectory()
    ? readdirSync(place).reduce((sum, name) => sum + bytes(path.join(place, name)), 0)
    : statSync(place).size

/** Fills an empty folder with everything but Node. */
export async function fill(folder, platform = `${process.platform}-`) {
  mkdirSync(folder, { recursive: true })
  await program(folder)
  wasm(folder)
  dawn(folder, platform)
  cpSync(path.join(here, 'torch_reference.py'), path.join(folder, 'torch_reference.py'))
  writeFileSync(
    path.join(folder, 'package.json'),
    `${JSON.stringify({ name: 'layersmith-bench', private: true, type: 'module' })}\n`,
  )
}

export async function bundle([target = at('.cache', 'bench-bundle')] = []) {
  const folder = path.resolve(target)
  if (
    existsSync(folder) &&
    readdirSync(folder).length > 0 &&
    !existsSync(path.join(folder, 'bench.mjs'))
  ) {
    throw new Failed(`${target} already holds something else; name an empty folder`, 2)
  }
  rmSync(folder, { recursive: true, force: true })
  await fill(folder)
  const [name, megabytes] = [path.relative(process.cwd(), folder), bytes(folder) / 1e6]
  console.log(`${name}: ${megabytes.toFixed(1)} MB; copy it and run node bench.mjs --help`)
}

if (isMain(import.meta.url)) {
  const args = process.argv.slice(2)
  const [target = at('.cache', 'bench-archive')] = args.filter((arg) => arg !== '--archive')
  main(() => (args.includes('--archive') ? archive(target, fill) : bundle(args)))
}
