import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { readResults, withResults } from '../src/tables.js'

test('the README agrees with the results in the repository', () => {
  const at = (file: string) => new URL(file, import.meta.url)
  const readme = readFileSync(at('../README.md'), 'utf8')
  expect(withResults(readme, readResults(at('../../results/inference').pathname))).toBe(readme)
})
