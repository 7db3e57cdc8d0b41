/** `npm run bench:report`: writes the tables in the README from benchmarks/results. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NotAResult } from '@layersmith/benchmark-shared'
import { readMemory, withMemory } from './memory-tables.js'
import { readResults, withResults } from './tables.js'

// src/ and dist/ are at the same depth, so this works from both
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))

try {
  const results = readResults(at('../../results/inference'))
  const memory = readMemory(at('../../results/inference/memory'))
  const readme = at('../README.md')
  writeFileSync(readme, withMemory(withResults(readFileSync(readme, 'utf8'), results), memory))
  console.log(
    `README.md rendered from ${results.length} ${results.length === 1 ? 'result' : 'results'}`,
  )
} catch (error) {
  if (!(error instanceof NotAResult)) throw error
  console.error(error.message)
  process.exitCode = 1
}
