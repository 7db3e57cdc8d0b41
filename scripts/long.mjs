// `npm run test:long`: the tests that take many seconds each (`*.long.test.ts`), the type tests and
// budgets on older compilers, the laws of all kinds on more options, and the numerical tests
// without the fast kernels.
import { build } from './build.mjs'
import { isMain, main, step } from './lib/run.mjs'
import { olderTypes } from './types.mjs'
import { unit } from './unit.mjs'

export async function long(args) {
  await step('build', build)
  await step('long tests', () => unit(args, { name: 'long', env: { TEST_LENGTH: 'long' } }))
  if (args.length > 0) return
  await step('type tests and budgets on older compilers', olderTypes)
  await step('laws of all kinds, on more options', () =>
    unit(['packages/tfjs/test/kinds.test'], { name: 'laws', env: { TEST_LENGTH: 'all' } }),
  )
  // the compositions that take over where those kernels cannot run
  await step('numerical tests without the fast kernels', () =>
    unit(['packages/backends/test/numerical'], {
      name: 'composed',
      env: { FAST_KERNELS: 'off', TEST_LENGTH: 'all' },
    }),
  )
}

if (isMain(import.meta.url)) main(() => long(process.argv.slice(2)))
