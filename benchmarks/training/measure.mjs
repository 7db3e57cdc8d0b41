// `npm run bench -- training [options]`: starts dist/main.js with the outside references, the
// oracles, if they have been prepared: tfjs-node, in the project where scripts/native.mjs built its
// addon, and a Python with Keras. `--oracles` prepares them first. For `--browser`, Chromium is
// installed instead.
import path from 'node:path'
import { installChromium } from '../../scripts/lib/chromium.mjs'
import { at, Failed, isMain, main, node } from '../../scripts/lib/run.mjs'
import {
  installWithAddon,
  isAddonPrepared,
  prepareAddon,
  preparedKeras,
  prepareKeras,
} from '../../scripts/native.mjs'

/** If one oracle is not available, the others are still measured, and the reason is printed. */
async function attempt(what, job) {
  console.log(`${what}: preparing`)
  try {
    await job()
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    console.log(`${what}: ${error.message}`)
  }
}

/** Starts dist/main.js of an installed benchmark. */
async function start(home, args) {
  // of repeated options, the last one counts
  const options = ['--out', at('benchmarks', 'results', 'training'), ...args].filter(
    (arg) => arg !== '--oracles',
  )
  const { code } = await node(path.join(home, 'dist', 'main.js'), options, { allowFailure: true })
  // the child has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

async function training(args) {
  const here = at('benchmarks', 'training')
  if (args.includes('--browser')) {
    await installChromium('nothing was measured in a browser')
    return start(here, args)
  }
  const asked = args.includes('--oracles')
  if (asked) {
    await attempt('tfjs-node', prepareAddon)
    await attempt('Keras', prepareKeras)
  }
  const [addon, keras] = [isAddonPrepared(), preparedKeras()]
  if (!asked && !args.includes('--help') && (!addon || keras === undefined))
    console.log('Some oracles have not been prepared here; --oracles downloads and builds them')
  await start(addon ? installWithAddon('benchmarks/training') : here, [
    ...(keras === undefined ? [] : ['--python', keras]),
    ...args,
  ])
}

if (isMain(import.meta.url)) main(() => training(process.argv.slice(2)))
