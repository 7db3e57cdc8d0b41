// `npm run bench -- inference [options]`: installs ONNX Runtime beside the project and starts
// dist/main.js.
import { onnxRuntimes } from '../../scripts/lib/onnx-runtimes.mjs'
import { at, isMain, main, node } from '../../scripts/lib/run.mjs'

async function inference(args) {
  // without them the benchmark says which contestants are missing
  const runtimes = await onnxRuntimes().catch((e) => {
    console.log(`ONNX Runtime is not measured: ${e.message}`)
    return ''
  })
  const { code } = await node(at('benchmarks', 'inference', 'dist', 'main.js'), args, {
    allowFailure: true,
    env: { ONNX_RUNTIMES: runtimes },
  })
  // the child has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => inference(process.argv.slice(2)))
