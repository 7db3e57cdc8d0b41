// Unit and property tests, without the long ones, except those that the arguments name. Arguments
// go to jest: `npm run unit -- packages/core -t shape`.
import { at, isMain, main, run } from './lib/run.mjs'
import { wasm } from './wasm.mjs'

/** Where jest writes the results of a run; each run of .ci/run has its own file. */
export const resultsOf = (run) => at('.cache', `jest-results-${run}.json`)

/**
 * Runs jest. `name` keeps the results of different runs apart, `env` adds to the environment, and
 * `executable` is the Node that runs it.
 */
export async function unit(
  args = [],
  {
    name = process.env.FAST_KERNELS === 'off' ? 'composed' : 'unit',
    env = {},
    executable = process.execPath,
  } = {},
) {
  await wasm()
  const flags = [
    // without this, jest cannot run ECMAScript modules
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    // the tests make much garbage; with more room for it, less is copied
    '--max-semi-space-size=64',
  ]
  await run(
    executable,
    [
      ...flags,
      at('node_modules', 'jest', 'bin', 'jest.js'),
      `--config=${at('jest.config.mjs')}`,
      '--json',
      `--outputFile=${resultsOf(name)}`,
      ...args,
    ],
    {
      env: {
        ...(args.some((arg) => arg.includes('.long')) ? { TEST_LENGTH: 'all' } : {}),
        ...process.env,
        ...env,
      },
    },
  )
}

if (isMain(import.meta.url)) main(() => unit(process.argv.slice(2)))
