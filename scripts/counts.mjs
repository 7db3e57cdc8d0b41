// The last line of CI: how many tests passed in the last runs of jest, over all backends.
import { existsSync, readFileSync } from 'node:fs'
import { Failed, main } from './lib/run.mjs'
import { resultsOf } from './unit.mjs'

main(async () => {
  const runs = ['unit', 'long', 'laws', 'composed', 'relaxed', 'webgpu', 'native']
    .map(resultsOf)
    .filter(existsSync)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
  const total = (count) => runs.reduce((sum, run) => sum + run[count], 0)
  const left = total('numPendingTests') + total('numTodoTests')
  if (left > 0) console.log(`${left} skipped`)
  console.log(`${total('numPassedTests')} passed, ${total('numFailedTests')} failed`)
  if (!runs.every(({ success }) => success)) throw new Failed('Not all tests passed')
})
