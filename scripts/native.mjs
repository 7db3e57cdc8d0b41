// `npm run test:native`: builds the addon of tfjs-node, unpatched, against the libtensorflow that lies in the wheel of
// tensorflow-cpu, and runs the numerical tests on it. tfjs-node's own install script would download libtensorflow 2.9.1
// from a bucket of Google's; a wheel comes from whatever Python registry the machine uses. Needs Python 3 with pip, make
// and a C++ compiler. Everything is made in .cache/native.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { at, Failed, isMain, main, node, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const wheel = 'tensorflow-cpu==2.21.0'
const libraries = at('.cache', 'native', 'wheel', 'tensorflow')
const app = at('.cache', 'native', 'app')
const addon = path.join(app, 'node_modules', '@tensorflow', 'tfjs-node')
const stamp = at('.cache', 'native', 'built.txt')

/** Fetches the wheel, or says why it cannot be had. */
async function fetchWheel() {
  if (existsSync(path.join(libraries, 'libtensorflow_cc.so.2'))) return
  const target = path.dirname(libraries)
  rmSync(target, { recursive: true, force: true })
  const { code, output } = await run('python3', ['-m', 'pip', 'install', '--no-deps', '--quiet', '--target', target, wheel], {
    capture: true, allowFailure: true, env: { ...process.env, PIP_RETRIES: '0' },
  })
  if (code === 0) return
  rmSync(target, { recursive: true, force: true })
  throw new Failed(`The wheel ${wheel} cannot be had, so nothing was tested on libtensorflow:\n${output.trim()}`)
}

/** A project in which tfjs-node and @layersmith/backends are installed, as copies: what lies in node_modules stays as it is. */
function layOut() {
  rmSync(app, { recursive: true, force: true })
  const installed = realpathSync(at('packages', 'backends', 'node_modules', '@tensorflow', 'tfjs-node'))
  const modules = path.join(app, 'node_modules')
  const siblings = path.dirname(path.dirname(installed)) // where pnpm put what the package needs
  for (const entry of readdirSync(siblings)) {
    const names = entry.startsWith('@') ? readdirSync(path.join(siblings, entry)).map((name) => path.join(entry, name)) : [entry]
    for (const name of names.filter((each) => each !== path.join('@tensorflow', 'tfjs-node'))) {
      mkdirSync(path.dirname(path.join(modules, name)), { recursive: true })
      symlinkSync(realpathSync(path.join(siblings, name)), path.join(modules, name))
    }
  }
  cpSync(installed, addon, { recursive: true, filter: (from) => !from.startsWith(path.join(installed, 'node_modules')) })
  // the commands of its dependencies, which npm would put on the path
  return path.join(installed, 'node_modules', '.bin')
}

/** Builds the addon with the package's own install script; only where its libraries lie is given. */
async function buildAddon() {
  const about = `${wheel} ${process.platform}-${process.arch}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === about) return console.log('The addon is built already')
  const commands = layOut()
  const deps = path.join(addon, 'deps')
  mkdirSync(path.join(deps, 'lib'), { recursive: true })
  symlinkSync(path.join(libraries, 'include'), path.join(deps, 'include'))
  const links = {
    'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2', // the name by which the install script sees that it is there
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
  }
  for (const [link, file] of Object.entries(links)) symlinkSync(path.join(libraries, file), path.join(deps, 'lib', link))
  // A library of one's own: then the script builds the addon instead of downloading it.
  writeFileSync(path.join(addon, 'scripts', 'custom-binary.json'), JSON.stringify({ 'tf-lib': 'see deps/lib' }))

  // Node's headers come with it, beside its own folder; without them node-gyp would download them.
  const prefix = path.dirname(path.dirname(process.execPath))
  const headers = existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: prefix } : {}
  await node(path.join(addon, 'scripts', 'install.js'), [], {
    cwd: addon, env: { ...process.env, ...headers, PATH: `${commands}${path.delimiter}${process.env.PATH}` },
  })
  const lib = path.join(addon, 'lib')
  if (!existsSync(lib) || !readdirSync(lib, { recursive: true }).some((file) => file.endsWith('tfjs_binding.node'))) {
    throw new Failed("tfjs-node's install script ended well and left no addon")
  }
  writeFileSync(stamp, about)
}

/** What a user has: the built packages in a project of their own, in plain Node. */
async function smoke() {
  const target = path.join(app, 'node_modules', '@layersmith', 'backends')
  rmSync(target, { recursive: true, force: true })
  for (const part of ['dist', 'package.json']) cpSync(at('packages', 'backends', part), path.join(target, part), { recursive: true })
  cpSync(at('packages', 'backends', 'test', 'real', 'smoke.mjs'), path.join(app, 'smoke.mjs'))
  await node(path.join(app, 'smoke.mjs'), ['node'])
}

async function native() {
  if (process.platform !== 'linux') throw new Failed('npm run test:native knows the wheels of Linux only')
  await step('wheel', fetchWheel)
  await step('addon', buildAddon)
  await step('build', build)
  await step('in a project of its own', smoke)
  await step('numerical tests on libtensorflow', () => unit(['packages/backends/test/numerical'], { name: 'native', env: { TEST_BACKEND: 'node', TFJS_NODE: addon } }))
}

if (isMain(import.meta.url)) main(native)
