// `npm run test:keras-files`: Keras files go through @layersmith/keras and back.
// - A net of each kind that we write: Keras opens it on TensorFlow, JAX and torch, and trains it
//   for one more step. On JAX, which compiles each step, it only computes.
// - Models of keras.applications, one of each family: read, printed, compiled, and written back.
// - 40 random models of the whole vocabulary, the same way.
// `-- --all` takes all 40 models of keras.applications, 200 random ones, and trains on JAX too,
// which takes an hour; `-- --all --only applications` (or `random`, or `kinds`) takes one of the
// three. `-- --engines tensorflow,jax` leaves out torch, which has a large wheel;
// `-- --models 1000 --seed 7` takes other random models. Needs Python 3 with pip.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { Failed, at, isMain, main, node, run, step } from './lib/run.mjs'
import { sameEverywhere } from './lib/python.mjs'
import { compilers } from './lib/typescript.mjs'
import { prepareKeras, prepareTorch } from './native.mjs'
import { unit } from './unit.mjs'

const sources = at('packages', 'keras', 'test', 'keras')

/** The smallest model of each family. */
const families = [
  ...['ConvNeXtTiny', 'DenseNet121', 'EfficientNetB0', 'EfficientNetV2B0', 'InceptionResNetV2'],
  ...['InceptionV3', 'MobileNet', 'MobileNetV2', 'MobileNetV3Small', 'NASNetMobile', 'ResNet50'],
  ...['ResNet50V2', 'VGG16', 'Xception'],
]

/**
 * How many of Keras's models are on disk at a time, since the files of all 40 take 15 GB. Their
 * results are printed before the next ones are made.
 */
const together = 7

/**
 * The largest difference from Keras, relative to the largest number; likewise for a trained weight.
 */
const tolerance = { output: 1e-5, trained: 1e-4 }

/** What `--only` takes. */
const parts = ['kinds', 'random', 'applications']

/** Most random models use only what TensorFlow.js has; less than this part may be refused. */
const refusable = 0.25

const option = (args, name, fallback) => {
  const place = args.indexOf(name)
  return place < 0 ? fallback : args[place + 1]
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

const emptied = (folder) => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Runs a Python program on an engine. */
const on = (python, engine, name, args) =>
  run(python, ['-W', 'ignore', path.join(sources, `${name}.py`), ...args], {
    env: {
      ...process.env,
      ...sameEverywhere,
      KERAS_BACKEND: engine,
      TF_CPP_MIN_LOG_LEVEL: '3',
    },
  })

/** What the compiler says about the printed sources in a folder, in strict mode. */
const compiled = (folder) =>
  node(compilers.at(-1).tsc, [
    ...compilers.at(-1).flags,
    ...['--ignoreConfig', '--noEmit', '--strict', '--noUnusedLocals', '--skipLibCheck'],
    ...['--target', 'es2022', '--module', 'nodenext', '--types', ''],
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file)),
  ])

/** Reads a folder of models, compares, prints and compiles, writes back, and compares in Keras. */
async function there(python, folder) {
  const results = `${folder}.json`
  await node(path.join(sources, 'compare.mjs'), [folder, results], {
    cwd: at('packages', 'keras'),
  })
  const found = Object.entries(read(results))
  await compiled(folder)
  await on(python, 'tensorflow', 'back', [folder, `${folder}-back.json`])
  const back = read(`${folder}-back.json`)
  const wrong = found.filter(
    ([name, { difference, printed, refused, left, back: unwritten }]) =>
      left !== 0 ||
      (refused === undefined && !(difference <= tolerance.output && printed === 0)) ||
      (refused === undefined && unwritten === null && back[name] !== 0),
  )
  if (wrong.length > 0)
    throw new Failed(
      wrong
        .slice(0, 10)
        .map(([name, result]) => `${name}: ${JSON.stringify(result)}, back: ${back[name]}`)
        .join('\n'),
    )
  return found
}

async function applications(python, scratch, isAll) {
  const folder = path.join(scratch, 'applications')
  const given = async (names) => {
    await on(python, 'tensorflow', 'applications', [emptied(folder), ...names])
    return folder
  }
  const names = isAll ? read(path.join(await given([]), 'names.json')) : families
  console.log('| model | parameters | largest difference | written back | seconds here |')
  console.log('| --- | --: | --: | --: | --: |')
  for (let i = 0; i < names.length; i += together) {
    const found = await there(python, await given(names.slice(i, i + together)))
    for (const [name, { difference, parameters, seconds, refused, back }] of found) {
      if (refused !== undefined || back !== null) throw new Failed(`${name}: ${refused ?? back}`)
      const far = difference.toExponential(1)
      console.log(
        `| ${name} | ${parameters.toLocaleString('en')} | ${far} | 0 | ${seconds.toFixed(1)} |`,
      )
    }
  }
  rmSync(folder, { recursive: true })
}

async function random(python, scratch, args) {
  const folder = emptied(path.join(scratch, 'random'))
  const usual = args.includes('--all') ? '200' : '40'
  const [count, seed] = [option(args, '--models', usual), option(args, '--seed', '1')]
  await on(python, 'tensorflow', 'random_models', [folder, count, seed])
  const found = await there(python, folder)
  const reasons = new Map()
  for (const [, { refused }] of found)
    if (refused !== undefined) {
      const reason = refused.replace(/the (layer|operation) \w+/, 'the $1').slice(0, 90)
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  const refused = [...reasons.values()].reduce((n, one) => n + one, 0)
  const largest = Math.max(...found.map(([, { difference = 0 }]) => difference))
  console.log(
    `${found.length - refused} of ${found.length} random models compute what Keras computes: ` +
      `largest difference ${largest.toExponential(1)}, written back 0; ${refused} are refused:`,
  )
  for (const [reason, times] of [...reasons].sort(([, a], [, b]) => b - a))
    console.log(`  ${times} times: ${reason}`)
  if (found.length === 0 || refused > refusable * found.length)
    throw new Failed(`${refused} of ${found.length} random models are refused`)
}

async function kinds(python, scratch, engines, isAll) {
  const folder = emptied(path.join(scratch, 'kinds'))
  await unit(['packages/keras/test/write.test.ts', '--silent'], {
    name: 'keras-files',
    env: { KERAS_FILES: folder },
  })
  for (const engine of engines) {
    const results = path.join(scratch, `opened-${engine}.json`)
    const rules = engine === 'jax' && !isAll ? [] : ['sgd', 'adam']
    await on(python, engine, 'opened', [folder, results, ...rules])
    const found = Object.entries(read(results).results)
    const wrong = found.filter(
      ([, { error, output, ...trained }]) =>
        error !== undefined ||
        !(output <= tolerance.output) ||
        Object.values(trained).some((difference) => !(difference <= tolerance.trained)),
    )
    if (wrong.length > 0 || found.length === 0) throw new Failed(JSON.stringify(wrong, null, 1))
    const worst = (all) => Math.max(...all).toExponential(1)
    const trained = found.flatMap(([, { output, ...others }]) => [output, ...Object.values(others)])
    console.log(
      `Keras on ${engine} opens ${found.length} nets of all kinds: largest difference ` +
        worst(found.map(([, { output }]) => output)) +
        (rules.length === 0 ? '' : `, after a step of training ${worst(trained)}`),
    )
  }
}

export async function kerasFiles(args) {
  const scratch = at('.cache', 'keras')
  mkdirSync(scratch, { recursive: true })
  const isAll = args.includes('--all')
  const engines = option(args, '--engines', 'tensorflow,jax,torch').split(',')
  const only = option(args, '--only')
  if (only !== undefined && !parts.includes(only))
    throw new Failed(`--only takes ${parts.join(', ')}, not ${only}`)
  const takes = (part) => only === undefined || only === part
  const python = await step('Keras', prepareKeras)
  if (takes('kinds') && engines.includes('torch')) await step('torch', prepareTorch)
  await step('build', build)
  // two at a time, because Keras keeps only one core busy here
  await Promise.all([
    takes('kinds') &&
      step('nets of all kinds, opened by Keras', () => kinds(python, scratch, engines, isAll)),
    step('models of Keras, there and back', async () => {
      if (takes('random')) await random(python, scratch, args)
      if (takes('applications')) await applications(python, scratch, isAll)
    }),
  ])
}

if (isMain(import.meta.url)) main(() => kerasFiles(process.argv.slice(2)))
