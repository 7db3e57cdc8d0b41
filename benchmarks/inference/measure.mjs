// `npm run bench -- inference [options]`: installs ONNX Runtime beside the project and, for
// `--browser`, Chromium, and starts dist/main.js, in the project with tfjs-node's addon if
// scripts/native.mjs has built it.
import path from 'node:path'
import { installChromium } from '../../scripts/lib/chromium.mjs'
import { onnxRuntimes } from '../../scripts/lib/onnx-runtimes.mjs'
import { Failed, at, isMain, main, node } from '../../scripts/lib/run.mjs'
import { installWithAddon, isAddonPrepared } from '../../scripts/native.mjs'

async function inference(args) {
  // without them the benchmark says which contestants are missing
  const runtimes = await onnxRuntimes().catch((e) => {
    if (!(e instanceof Failed)) throw e
    console.log(`ONNX Runtime is not measured: ${e.message}`)
    return ''
  })
  const browser = args.includes('--browser')
  if (browser) await installChromium('nothing was measured in a browser')
  const home =
    !browser && isAddonPrepared()
      ? installWithAddon('benchmarks/inference')
      : at('benchmarks', 'inference')
  // of repeated options, the last one counts
  const options = ['--out', at('benchmarks', 'results', 'inference'), ...args]
  const { code } = await node(path.join(home, 'dist', 'main.js'), options, {
    allowFailure: true,
    env: { ...process.env, ONNX_RUNTIMES: runtimes },
  })
  // the child has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => inference(process.argv.slice(2)))
