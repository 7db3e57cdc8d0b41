// The last line of CI: how many tests the last run of jest had.
import { readFileSync } from 'node:fs'
import { Failed, main } from './lib/run.mjs'
import { results } from './unit.mjs'

main(async () => {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(readFileSync(results, 'utf8'))
  const left = numPendingTests + numTodoTests
  if (left > 0) console.log(`${left} skipped`)
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`)
  if (!success) throw new Failed('Not all tests passed')
})
