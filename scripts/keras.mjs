// `npm run test:keras` asks Keras what each option of each kind does, what its saved models
// compute, and what the models of keras.applications hold and compute. It compares Keras's answers
// with those kept in the folders test/keras of packages/tfjs and packages/zoo; `-- --update` writes
// them. Needs Python 3 with pip.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, isMain, main, run, step } from './lib/run.mjs'
import { prepareKeras } from './native.mjs'
import { unit } from './unit.mjs'

const folder = at('packages', 'tfjs', 'test', 'keras')
const zoo = at('packages', 'zoo', 'test', 'keras')
const scratch = at('.cache', 'keras')

/** The largest difference that versions or backends of Keras may have. */
const tolerance = 1e-4
const close = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a))
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  // the keys of a list are its indices
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
    close(a[key] ?? null, b[key] ?? null),
  )
}

export async function keras(args) {
  const isUpdate = args.includes('--update')
  mkdirSync(scratch, { recursive: true })
  const cases = path.join(scratch, 'cases.json')
  const options = path.join(folder, 'options.json')
  if (!existsSync(options)) writeFileSync(options, '{ "cases": {} }')
  await step('cases', () =>
    unit(['packages/tfjs/test/keras-options.test.ts', '--testNamePattern=^$', '--silent'], {
      name: 'keras-cases',
      env: { OPTION_CASES: cases },
    }),
  )
  const python = await prepareKeras()
  const asked = async (engine, program, given, name) => {
    const results = path.join(scratch, `${name}.json`)
    await step(`Keras on ${engine}: ${name}`, () =>
      run(python, [program, ...given, results], {
        env: { ...process.env, KERAS_BACKEND: engine },
      }),
    )
    return JSON.parse(readFileSync(results, 'utf8'))
  }
  const same = (now, where, name) => {
    const kept = path.join(where, `${name}.json`)
    if (isUpdate) writeFileSync(kept, `${JSON.stringify(now)}\n`)
    else compare(JSON.parse(readFileSync(kept, 'utf8')), now, name)
  }

  // TensorFlow is much faster on hundreds of layers, but cannot do most transposed convolutions
  const isTransposed = ({ className }) => className.endsWith('Transpose')
  const all = JSON.parse(readFileSync(cases, 'utf8'))
  const answers = { cases: {} }
  for (const [engine, some] of [
    ['tensorflow', all.filter((one) => !isTransposed(one))],
    ['jax', all.filter(isTransposed)],
  ]) {
    const file = path.join(scratch, `cases-${engine}.json`)
    writeFileSync(file, JSON.stringify(some))
    const program = path.join(folder, 'options.py')
    const now = await asked(engine, program, [file], `options-${engine}`)
    answers.keras = now.keras
    Object.assign(answers.cases, now.cases)
  }
  same(answers, folder, 'options')
  same(await asked('jax', path.join(folder, 'models.py'), [], 'models'), folder, 'models')
  const architectures = [path.join(zoo, 'cases.json')]
  same(await asked('jax', path.join(zoo, 'zoo.py'), architectures, 'zoo'), zoo, 'zoo')
}

function compare(before, now, name) {
  const parts = Object.keys({ ...before, ...now }).filter((part) => part !== 'keras')
  const wrong = parts.flatMap((part) => {
    const [old, fresh] = [before[part] ?? {}, now[part] ?? {}]
    return Object.keys({ ...old, ...fresh }).filter(
      (one) => !close(old[one] ?? null, fresh[one] ?? null),
    )
  })
  if (wrong.length > 0)
    throw new Failed(
      `Keras ${now.keras} answers otherwise than ${name}.json on ${wrong.join(', ')}. ` +
        'If that is right: npm run test:keras -- --update',
    )
  console.log(`Keras ${now.keras} gives the answers that ${name}.json keeps`)
}

if (isMain(import.meta.url)) main(() => keras(process.argv.slice(2)))
