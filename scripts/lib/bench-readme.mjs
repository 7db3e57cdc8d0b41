// The table and the pictures in the README of @layersmith/bench, from the results that
// `npm run bench -- readme` measured.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { generated } from './generated.mjs'
import { at } from './run.mjs'

const resultsOf = (name) => at('benchmarks', 'results', 'readme', `${name}.json`)
export const resultFiles = { bench: resultsOf('bench'), profile: resultsOf('profile') }

/** Compares the README and its pictures with the results, or rewrites them; returns the faults. */
export async function benchReadme(update) {
  const readme = at('packages', 'bench', 'README.md')
  // a copy of the sources has neither
  if (!existsSync(readme) || !existsSync(resultFiles.bench)) return []
  const { loadReport, Profile } = await import(
    pathToFileURL(at('packages', 'bench', 'dist', 'index.js'))
  )
  const report = await loadReport(resultFiles.bench)
  const profile = new Profile(JSON.parse(readFileSync(resultFiles.profile, 'utf8')))
  // the heading of a table is not a heading of the page
  const table = report.table().replaceAll(/^### (.*)$/gm, '**$1**')
  const aside = ['<!-- prettier-ignore-start -->', table, '<!-- prettier-ignore-end -->']
  const pictures = { 'bench.svg': await report.svg(), 'profile.svg': await profile.svg() }
  return [
    ...generated(readme, 'report', ['', ...aside, ''], update),
    ...Object.entries(pictures).flatMap(([name, svg]) => {
      const file = at('packages', 'bench', name)
      if (existsSync(file) && readFileSync(file, 'utf8') === svg) return []
      if (!update)
        return [`${path.relative(at(), file)} is out of date; run node scripts/docs.mjs --update`]
      writeFileSync(file, svg)
      return []
    }),
  ]
}
