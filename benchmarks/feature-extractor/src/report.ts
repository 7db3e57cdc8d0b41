/**
 * `npm run bench:report`: writes the tables in the README and the picture next to it from
 * benchmarks/results. Given another folder of results, it prints their tables and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NotAResult } from '@layersmith/benchmark-shared'
import { drawResults } from './report/chart.js'
import { readResults } from './report/read.js'
import { renderResults, withResults } from './report/tables.js'

// src/ and dist/ are at the same depth, so this works from both
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const [folder] = process.argv.slice(2)

try {
  const results = readResults(folder ?? at('../../results/feature-extractor'))
  if (folder === undefined) {
    const readme = at('../README.md')
    writeFileSync(readme, withResults(readFileSync(readme, 'utf8'), renderResults(results)))
    writeFileSync(at('../results.svg'), await drawResults(results))
    console.log(`README.md and results.svg rendered from ${results.length} results`)
  } else console.log(renderResults(results))
} catch (error) {
  if (!(error instanceof NotAResult)) throw error
  console.error(error.message)
  process.exitCode = 1
}
