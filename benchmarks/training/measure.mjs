// `npm run bench -- training [options]`: starts dist/main.js beside the outside oracles, where they
// are prepared: tfjs-node in the project in which scripts/native.mjs has built its addon, and a
// Python with Keras. `--oracles` prepares them first.
import path from 'node:path'
import { at, Failed, isMain, main, node } from '../../scripts/lib/run.mjs'
import {
  installWithAddon,
  isAddonPrepared,
  prepareAddon,
  preparedKeras,
  prepareKeras,
} from '../../scripts/native.mjs'

/** That an oracle cannot be had is no reason not to measure the others, but one to be told. */
async function attempt(what, job) {
  console.log(`${what}: preparing`)
  try {
    await job()
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    console.log(`${what}: ${error.message}`)
  }
}

async function training(args) {
  const asked = args.includes('--oracles')
  if (asked) {
    await attempt('tfjs-node', prepareAddon)
    await attempt('Keras', prepareKeras)
  }
  const [addon, keras] = [isAddonPrepared(), preparedKeras()]
  if (!asked && !args.includes('--help') && (!addon || keras === undefined))
    console.log('Not all oracles are prepared here; --oracles fetches and builds them')
  // the last one given counts
  const options = [
    '--out',
    at('benchmarks', 'results', 'training'),
    ...(keras === undefined ? [] : ['--python', keras]),
    ...args.filter((arg) => arg !== '--oracles'),
  ]
  const home = addon ? installWithAddon('benchmarks/training') : at('benchmarks', 'training')
  const { code } = await node(path.join(home, 'dist', 'main.js'), options, { allowFailure: true })
  // what went wrong has been said
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => training(process.argv.slice(2)))
