// Imports go one way, and `import type` counts like any other: no cycle in any project, and no
// import back up between the folders of the roots in lib/layers.mjs.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { layers } from './lib/layers.mjs'
import { Failed, isMain, main, root } from './lib/run.mjs'

const places = ['packages', 'examples', 'benchmarks', 'budgets', 'scripts']
/** In a knot of files every import closes a cycle, and nobody reads a long list. */
const shown = 20
const doors = ['index.ts', 'main.ts']

/**
 * What is in a root but not in its list (apart from the door), or in the list but not in the root.
 */
function strays(base, source, folders) {
  const found = readdirSync(path.join(base, source), { withFileTypes: true })
  return [
    ...found
      .filter((entry) =>
        entry.isDirectory()
          ? !folders.includes(entry.name)
          : entry.name.endsWith('.ts') && !doors.includes(entry.name),
      )
      .map(({ name }) => `${source}/${name} has no place in scripts/lib/layers.mjs`),
    ...folders
      .filter((name) => !found.some((entry) => entry.name === name))
      .map((name) => `${source}/${name} is in scripts/lib/layers.mjs and does not exist`),
  ]
}

/** What a folder imports from its root comes from that folder itself or from those before it. */
const backArrows = ([source, folders]) =>
  folders.map((folder, i) => ({
    name: 'back up',
    severity: 'error',
    from: { path: `^${source}/${folder}/` },
    to: { path: `^${source}/`, pathNot: `^${source}/(${folders.slice(0, i + 1).join('|')})/` },
  }))

/** What is wrong with the imports of the projects below `base`, one line each. */
export async function wrongImports({ base = root, order = layers } = {}) {
  const { cruise } = await import('dependency-cruiser') // not there before set-up
  const { output } = await cruise(
    places.filter((place) => existsSync(path.join(base, place))),
    {
      baseDir: base,
      // reads the sources as written, so imports of types count
      tsPreCompilationDeps: true,
      includeOnly: { path: `^(${places.join('|')})/` },
      exclude: { path: '(^|/)(node_modules|dist|out|[.]cache|test-types|nets)/' },
      skipAnalysisNotInRules: true,
      validate: true,
      ruleSet: {
        forbidden: [
          { name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
          ...Object.entries(order).flatMap(backArrows),
        ],
      },
    },
    { extensions: ['.ts', '.js', '.mjs'] },
  )
  const cycles = new Map()
  const back = []
  for (const { rule, from, to, cycle } of output.summary.violations) {
    if (rule.name === 'back up') back.push(`back up: ${from} imports ${to}`)
    else {
      const names = cycle.map(({ name }) => name)
      cycles.set([...names].sort().join(), `cycle: ${[from, ...names].join(' → ')}`)
    }
  }
  return [
    ...Object.entries(order).flatMap(([source, folders]) => strays(base, source, folders)),
    ...back,
    ...cycles.values(),
  ]
}

export async function imports() {
  const wrong = await wrongImports()
  if (wrong.length === 0) return
  const more = wrong.length > shown ? [`and ${wrong.length - shown} more`] : []
  throw new Failed([...wrong.slice(0, shown), ...more].join('\n'))
}

if (isMain(import.meta.url)) main(imports)
