/** `npm run bench:report`: the tables in the README, from the results in benchmarks/results. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NoResult } from '@layersmith/benchmark-shared'
import { readResults } from './report/read.js'
import { renderResults, withResults } from './report/tables.js'

// src/ and dist/ lie equally deep in the folder of the benchmark
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))

try {
  const results = readResults(at('../../results/training'))
  const readme = at('../README.md')
  writeFileSync(readme, withResults(readFileSync(readme, 'utf8'), renderResults(results)))
  console.log(
    `README.md is rendered from ${results.length} ${results.length === 1 ? 'result' : 'results'}`,
  )
} catch (error) {
  if (!(error instanceof NoResult)) throw error
  console.error(error.message)
  process.exitCode = 1
}
