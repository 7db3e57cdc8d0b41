// `npm test`: everything that must hold before a commit, from a fresh clone.
import { size } from '../budgets/size/measure.mjs'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { main, step, table } from './lib/run.mjs'
import { format } from './format.mjs'
import { imports } from './imports.mjs'
import { lint } from './lint.mjs'
import { setup } from './setup.mjs'
import { types } from './types.mjs'
import { unit } from './unit.mjs'
import { unused } from './unused.mjs'

main(async () => {
  await step('set-up', setup)
  await step('build', build)
  await step('check', () => check('6.0'))
  await step('format', () => format(['--check']))
  await step('lint', () => lint())
  await step('imports', imports)
  await step('unused code', () => unused())
  await step('types', () => types())
  // it needs esbuild, which is there since the set-up only
  await step('documents', async () => (await import('./docs.mjs')).docs())
  await step('size', size)
  await step('unit and property tests', () => unit())
  // the compositions that take over where those kernels cannot run
  await step('numerical tests without the fast kernels', () =>
    unit(['packages/backends/test/numerical'], { name: 'composed', env: { FAST_KERNELS: 'off' } }),
  )
  console.log(`\n${table()}`)
})
