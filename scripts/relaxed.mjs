// `npm run test:relaxed`: the tests of the wasm kernels and the numerical tests once more, in a
// Node that has relaxed SIMD (22 and newer), where other builds of the kernels run. npm's package
// `node` brings that Node where this is an older one.
import { build } from './build.mjs'
import { Failed, at, isMain, main, npx, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const version = '24'
const folders = ['packages/wasm-kernels/test', 'packages/backends/test/numerical']

async function relaxed() {
  await step('build', build)
  const { output } = await npx(['-p', `node@${version}`, 'node', '-p', 'process.execPath'], {
    capture: true,
  })
  const executable = output.trim().split('\n').at(-1)
  const kernels = at('.cache', 'wasm', 'relaxed.wasm')
  const { code } = await run(
    executable,
    [
      '-e',
      `process.exit(WebAssembly.validate(require('fs').readFileSync(${JSON.stringify(kernels)})) ? 0 : 1)`,
    ],
    { allowFailure: true },
  )
  if (code !== 0)
    throw new Failed(
      `Node ${version} on this machine has no relaxed SIMD: nothing was tested with it`,
    )
  await step(`tests, Node ${version}`, () => unit(folders, { name: 'relaxed', executable }))
}

if (isMain(import.meta.url)) main(relaxed)
