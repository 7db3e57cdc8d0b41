// Unit and property tests. Arguments go to jest: `npm run unit -- packages/core -t shape`.
import { at, isMain, main, node } from './lib/run.mjs'
import { wasm } from './wasm.mjs'

export const results = at('.cache', 'jest-results.json')

export async function unit(args = [], env = {}) {
  await wasm()
  await node(at('node_modules', 'jest', 'bin', 'jest.js'), [`--config=${at('jest.config.mjs')}`, '--json', `--outputFile=${results}`, ...args], {
    env: { ...process.env, ...env },
    // jest runs ECMAScript modules only with this flag
    flags: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  })
}

if (isMain(import.meta.url)) main(() => unit(process.argv.slice(2)))
