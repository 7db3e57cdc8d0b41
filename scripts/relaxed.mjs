// `npm run test:relaxed` repeats the tests of the wasm kernels, those of compiled programs and the
// numerical tests on a Node with relaxed SIMD (22 and newer), which runs another build of the
// kernels. That Node comes from npm's package `node`, whatever Node runs this script.
import { build } from './build.mjs'
import { Failed, at, isMain, main, npx, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const version = '24'
const folders = [
  'packages/wasm-kernels/test',
  'packages/compile/test/wasm',
  'packages/backends/test/numerical',
]

async function relaxed() {
  await step('build', build)
  const { output } = await npx(['-p', `node@${version}`, 'node', '-p', 'process.execPath'], {
    capture: true,
  })
  const executable = output.trim().split('\n').at(-1)
  const kernels = at('.cache', 'wasm', 'wasm-kernels-relaxed.wasm')
  const validate =
    `const bytes = require('fs').readFileSync(${JSON.stringify(kernels)})\n` +
    'process.exit(WebAssembly.validate(bytes) ? 0 : 1)'
  const { code } = await run(executable, ['-e', validate], { allowFailure: true })
  if (code !== 0)
    throw new Failed(
      `Node ${version} has no relaxed SIMD on this machine; nothing was tested with it`,
    )
  await step(`tests, Node ${version}`, () =>
    unit(folders, { name: 'relaxed', executable, env: { TEST_LENGTH: 'all' } }),
  )
}

if (isMain(import.meta.url)) main(relaxed)
