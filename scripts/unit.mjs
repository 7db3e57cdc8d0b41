// Unit and property tests. Arguments go to jest: `npm run unit -- packages/core -t shape`.
import { at, isMain, main, node } from './lib/run.mjs'
import { wasm } from './wasm.mjs'

/** What a run of jest found; one file for each of the runs that .ci/run makes. */
export const resultsOf = (run) => at('.cache', `jest-results-${run}.json`)

/** Runs jest. `name` tells this run's results from others', `env` is added to the environment. */
export async function unit(args = [], { name = 'unit', env = {} } = {}) {
  await wasm()
  await node(at('node_modules', 'jest', 'bin', 'jest.js'), [`--config=${at('jest.config.mjs')}`, '--json', `--outputFile=${resultsOf(name)}`, ...args], {
    env: { ...process.env, ...env },
    // jest runs ECMAScript modules only with this flag
    flags: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  })
}

if (isMain(import.meta.url)) main(() => unit(process.argv.slice(2)))
