// `npm run test:keras` asks Keras what each option of each kind does, and compares with the answers
// that packages/tfjs/test/keras/options.json keeps; `-- --update` writes them. Needs Python 3 with
// pip.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, isMain, main, run, step } from './lib/run.mjs'
import { prepareKeras } from './native.mjs'
import { unit } from './unit.mjs'

const folder = at('packages', 'tfjs', 'test', 'keras')
const kept = path.join(folder, 'options.json')
const scratch = at('.cache', 'keras')

/** The largest difference that two versions of Keras, or its backends, may have. */
const tolerance = 1e-4
const close = (a, b) =>
  Array.isArray(a)
    ? Array.isArray(b) && a.length === b.length && a.every((value, i) => close(value, b[i]))
    : Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a))

export async function keras(args) {
  const update = args.includes('--update')
  mkdirSync(scratch, { recursive: true })
  const [cases, results] = ['cases.json', 'results.json'].map((name) => path.join(scratch, name))
  if (!existsSync(kept)) writeFileSync(kept, '{ "cases": {} }')
  await step('cases', () =>
    unit(['packages/tfjs/test/keras-options.test.ts', '--testNamePattern=^$', '--silent'], {
      name: 'keras-cases',
      env: { OPTION_CASES: cases },
    }),
  )
  const python = await prepareKeras()
  await step('Keras', () =>
    run(python, [path.join(folder, 'options.py'), cases, results], {
      env: { ...process.env, KERAS_BACKEND: 'tensorflow' },
    }),
  )
  const now = JSON.parse(readFileSync(results, 'utf8'))
  if (update) return writeFileSync(kept, `${JSON.stringify(now)}\n`)
  const before = JSON.parse(readFileSync(kept, 'utf8')).cases
  const names = new Set([...Object.keys(before), ...Object.keys(now.cases)])
  const wrong = [...names].filter(
    (name) =>
      !Object.keys({ ...before[name], ...now.cases[name] }).every((what) =>
        close(before[name]?.[what] ?? null, now.cases[name]?.[what] ?? null),
      ),
  )
  if (wrong.length > 0)
    throw new Failed(
      `Keras ${now.keras} answers otherwise than options.json on ${wrong.join(', ')}. ` +
        'If that is right: npm run test:keras -- --update',
    )
  console.log(`Keras ${now.keras} gives the kept answers to all ${names.size} cases`)
}

if (isMain(import.meta.url)) main(() => keras(process.argv.slice(2)))
