// Unit and property tests. Arguments go to jest: `npm run unit -- packages/core -t shape`.
import { at, isMain, main, run } from './lib/run.mjs'
import { wasm } from './wasm.mjs'

/** What a run of jest found; one file for each of the runs that .ci/run makes. */
export const resultsOf = (run) => at('.cache', `jest-results-${run}.json`)

/**
 * Runs jest. `name` tells this run's results from others', `env` is added to the environment,
 * `executable` is the Node that runs it.
 */
export async function unit(
  args = [],
  { name = 'unit', env = {}, executable = process.execPath } = {},
) {
  await wasm()
  // jest runs ECMAScript modules only with this flag
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
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
      env: { ...process.env, ...env },
    },
  )
}

if (isMain(import.meta.url)) main(() => unit(process.argv.slice(2)))
