// `npm test`: everything that must hold before a commit, from a fresh clone.
import { main } from './lib/run.mjs'
import { inTurn, sideBySide, table } from './lib/steps.mjs'

main(async () => {
  await inTurn(
    { name: 'set-up', does: 'installs what the lock file names', file: 'scripts/setup.mjs' },
    {
      name: 'build',
      does: 'builds what has changed since the last build',
      file: 'scripts/build.mjs',
    },
  )
  await sideBySide(
    { name: 'lint', does: 'oxlint, with type information', file: 'scripts/lint.mjs' },
    { name: 'check', does: 'type-checks all projects', file: 'scripts/check.mjs' },
    { name: 'docs', does: 'compiles and runs every example in the docs', file: 'scripts/docs.mjs' },
    { name: 'format', does: 'oxfmt', file: 'scripts/format.mjs', args: ['--check'] },
    { name: 'imports', does: 'no cycle, no import back up', file: 'scripts/imports.mjs' },
    {
      name: 'unused',
      does: 'files, exports and dependencies not used',
      file: 'scripts/unused.mjs',
    },
    {
      name: 'types',
      does: 'type tests and budgets on the newest TypeScript',
      file: 'scripts/types.mjs',
    },
    { name: 'size', does: 'what an import costs a web page', file: 'budgets/size/measure.mjs' },
  )
  await inTurn({ name: 'unit', does: 'unit and property tests', file: 'scripts/unit.mjs' })
  console.log(`\n${table()}`)
})
