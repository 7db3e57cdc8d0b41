// `npm run test:native` builds the unpatched addon of tfjs-node against the libtensorflow in the
// wheel of tensorflow-cpu, and runs the numerical tests on it. tfjs-node's own install script would
// download libtensorflow 2.9.1 from a Google bucket; a wheel comes from the Python registry that
// the machine uses. Needs Python 3 with pip, make and a C++ compiler. Everything goes to
// .cache/native, which benchmarks/training uses too.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { done, makeEnvironment, pip, pythonOf, sameEverywhere } from './lib/python.mjs'
import { at, Failed, isMain, main, node, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const wheel = 'tensorflow-cpu==2.21.0'
const folder = at('.cache', 'native')
const environment = path.join(folder, 'python')
const app = path.join(folder, 'app')
const addon = path.join(app, 'node_modules', '@tensorflow', 'tfjs-node')
const stampOf = (name) => path.join(folder, `${name}.txt`)
const stamps = { addon: stampOf('addon'), keras: stampOf('keras'), torch: stampOf('torch') }

/** The package's folder in the wheel, or undefined before the wheel is installed. */
function libraries() {
  const lib = path.join(environment, 'lib')
  const versions = existsSync(lib) ? readdirSync(lib) : []
  return versions
    .map((version) => path.join(lib, version, 'site-packages', 'tensorflow'))
    .find((place) => existsSync(path.join(place, 'libtensorflow_cc.so.2')))
}

/** Makes a Python environment with the wheel in it. */
async function fetchWheel() {
  if (libraries() !== undefined) return
  const needed = 'nothing can run on libtensorflow'
  await makeEnvironment(environment, needed)
  await pip(environment, ['--no-deps', wheel], needed)
}

/** The requirements in a requirements.txt. */
export const requirements = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

/**
 * The engines of Keras: TensorFlow, and JAX, which can also dilate transposed convolutions on a
 * CPU. Keras and JAX have the versions that @layersmith/keras requires.
 */
const engines = [wheel, ...requirements(at('packages', 'keras', 'distributed', 'requirements.txt'))]
const torch = 'torch==2.13.0'

/**
 * Prepares a Python with Keras: the same wheel with all its dependencies, and JAX.
 * @returns the command that starts it
 */
export async function prepareKeras() {
  await fetchWheel()
  if (done(stamps.keras) !== engines.join()) {
    await pip(environment, engines, 'Keras cannot run')
    writeFileSync(stamps.keras, engines.join())
  }
  return preparedKeras()
}

/** Adds torch to that Python. On some platforms its wheel brings gigabytes of CUDA's libraries. */
export async function prepareTorch() {
  await prepareKeras()
  if (done(stamps.torch) === torch) return
  await pip(environment, [torch], 'Keras cannot run on torch')
  writeFileSync(stamps.torch, torch)
}

/** What `prepareKeras` returned earlier, or undefined if it never ran. */
export const preparedKeras = () =>
  done(stamps.keras) === engines.join() ? pythonOf(environment) : undefined

/**
 * Lays out a project with copies of tfjs-node and @layersmith/backends, so the originals in
 * node_modules stay as they are.
 */
function layOut() {
  rmSync(app, { recursive: true, force: true })
  const installed = realpathSync(
    at('packages', 'backends', 'node_modules', '@tensorflow', 'tfjs-node'),
  )
  const modules = path.join(app, 'node_modules')
  const siblings = path.dirname(path.dirname(installed)) // pnpm puts the dependencies there
  for (const entry of readdirSync(siblings)) {
    const names = entry.startsWith('@')
      ? readdirSync(path.join(siblings, entry)).map((name) => path.join(entry, name))
      : [entry]
    for (const name of names.filter((each) => each !== path.join('@tensorflow', 'tfjs-node'))) {
      mkdirSync(path.dirname(path.join(modules, name)), { recursive: true })
      symlinkSync(realpathSync(path.join(siblings, name)), path.join(modules, name))
    }
  }
  cpSync(installed, addon, {
    recursive: true,
    filter: (from) => !from.startsWith(path.join(installed, 'node_modules')),
  })
  // holds the commands of its dependencies; npm would put them on the path
  return path.join(installed, 'node_modules', '.bin')
}

/** What the addon was built from. */
const about = `${wheel} ${process.platform}-${process.arch}`

/** Builds the addon with the package's own install script; all we supply is the libraries. */
async function buildAddon() {
  if (done(stamps.addon) === about) return console.log('The addon is built already')
  const commands = layOut()
  const deps = path.join(addon, 'deps')
  mkdirSync(path.join(deps, 'lib'), { recursive: true })
  const from = libraries()
  symlinkSync(path.join(from, 'include'), path.join(deps, 'include'))
  const links = {
    // the install script looks for this name to see whether the library is there
    'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
  }
  for (const [link, file] of Object.entries(links))
    symlinkSync(path.join(from, file), path.join(deps, 'lib', link))
  // With a library of our own, the script builds the addon instead of downloading it.
  writeFileSync(
    path.join(addon, 'scripts', 'custom-binary.json'),
    JSON.stringify({ 'tf-lib': 'see deps/lib' }),
  )

  // Node ships its headers beside the folder of its binary; otherwise node-gyp downloads them.
  const prefix = path.dirname(path.dirname(process.execPath))
  const headers = existsSync(path.join(prefix, 'include', 'node', 'node_api.h'))
    ? { npm_config_nodedir: prefix }
    : {}
  await node(path.join(addon, 'scripts', 'install.js'), [], {
    cwd: addon,
    env: { ...process.env, ...headers, PATH: `${commands}${path.delimiter}${process.env.PATH}` },
  })
  const lib = path.join(addon, 'lib')
  if (
    !existsSync(lib) ||
    !readdirSync(lib, { recursive: true }).some((file) => file.endsWith('tfjs_binding.node'))
  ) {
    throw new Failed("tfjs-node's install script succeeded but left no addon")
  }
  writeFileSync(stamps.addon, about)
}

/**
 * Copies a built project of the workspace into that project. Its imports resolve there first; links
 * lead to its other dependencies.
 * @returns the copy's folder
 */
function install(project, to) {
  const target = path.join(app, to)
  rmSync(target, { recursive: true, force: true })
  for (const part of readdirSync(at(project)).filter((name) => name !== 'node_modules'))
    cpSync(at(project, part), path.join(target, part), { recursive: true })
  const { dependencies = {} } = JSON.parse(readFileSync(at(project, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const link = path.join(app, 'node_modules', name)
    if (existsSync(link)) continue
    rmSync(link, { force: true }) // it may be a broken link
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(realpathSync(at(project, 'node_modules', name)), link)
  }
  return target
}

const installBackends = () =>
  install('packages/backends', path.join('node_modules', '@layersmith', 'backends'))

/** Prepares the project in which tfjs-node runs, where the built @layersmith/backends finds it. */
export async function prepareAddon() {
  if (process.platform !== 'linux')
    throw new Failed('libtensorflow comes from a wheel for Linux; this is another platform')
  await fetchWheel()
  await buildAddon()
}

/** Whether `prepareAddon` has already run. */
export const isAddonPrepared = () => done(stamps.addon) === about && libraries() !== undefined

/** Installs a built project of the workspace there, where it uses that tfjs-node. */
export function installWithAddon(project) {
  installBackends()
  return install(project, path.basename(project))
}

/** What a user has: the built packages in another project, in plain Node. */
async function smoke() {
  installBackends()
  cpSync(at('packages', 'backends', 'test', 'real', 'smoke.mjs'), path.join(app, 'smoke.mjs'))
  await node(path.join(app, 'smoke.mjs'), ['node'])
}

const onLibtensorflow = { TEST_BACKEND: 'node', TFJS_NODE: addon, ...sameEverywhere }

async function native() {
  await step('wheel and addon', prepareAddon)
  await step('build', build)
  await step('in a project of its own', smoke)
  await step('numerical tests on libtensorflow', () =>
    unit(['packages/backends/test/numerical'], {
      name: 'native',
      env: onLibtensorflow,
    }),
  )
}

if (isMain(import.meta.url)) main(native)
