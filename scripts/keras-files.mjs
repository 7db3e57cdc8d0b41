// `npm run test:keras-files`: files of Keras go through @layersmith/keras and back:
// the models of keras.applications (one of each family; `-- --all` takes all 40), random models of
// the whole vocabulary (`-- --models 200`, `-- --seed 1`), and a net of each kind that we write,
// which Keras opens on its backends and trains for one more step.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { Failed, at, isMain, main, node, run, step } from './lib/run.mjs'
import { prepareKeras } from './native.mjs'
import { unit } from './unit.mjs'

const sources = at('packages', 'keras', 'test', 'keras')

/** The smallest model of each family. */
const families = [
  ...['ConvNeXtTiny', 'DenseNet121', 'EfficientNetB0', 'EfficientNetV2B0', 'InceptionResNetV2'],
  ...['InceptionV3', 'MobileNet', 'MobileNetV2', 'MobileNetV3Small', 'NASNetMobile', 'ResNet50'],
  ...['ResNet50V2', 'VGG16', 'Xception'],
]

/** The largest difference to Keras, as a part of the largest number; that of a trained weight. */
const tolerance = { output: 1e-5, trained: 1e-4 }

/**
 * Most random models are made of what TensorFlow.js has; those that are refused must be fewer than
 * this.
 */
const refusable = 0.2

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

/** Runs a program in Python on an engine. */
const on = (python, engine, name, args) =>
  run(python, [path.join(sources, `${name}.py`), ...args], {
    env: { ...process.env, KERAS_BACKEND: engine, TF_CPP_MIN_LOG_LEVEL: '3' },
  })

/** Reads a folder of models, compares, writes back, and compares in Keras. */
async function there(python, engine, folder) {
  const results = `${folder}.json`
  await node(path.join(sources, 'compare.mjs'), [folder, results], {
    cwd: at('packages', 'keras'),
  })
  const found = Object.entries(read(results))
  await on(python, engine, 'back', [folder, `${folder}-back.json`])
  const back = read(`${folder}-back.json`)
  const wrong = found.filter(
    ([name, { difference, refused, left, back: unwritten }]) =>
      left !== 0 ||
      (refused === undefined && !(difference <= tolerance.output)) ||
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

async function applications(python, scratch, args) {
  const folder = emptied(path.join(scratch, 'applications'))
  const names = args.includes('--all') ? [] : families
  await on(python, 'jax', 'applications', [folder, ...names])
  const found = await there(python, 'jax', folder)
  const refused = found.filter(([, result]) => result.refused !== undefined)
  if (refused.length > 0) throw new Failed(JSON.stringify(refused))
  for (const [name, { difference }] of found)
    console.log(`${name}: largest difference ${difference.toExponential(1)}, written back 0`)
}

async function random(python, scratch, args) {
  const folder = emptied(path.join(scratch, 'random'))
  const [count, seed] = [option(args, '--models', '200'), option(args, '--seed', '1')]
  await on(python, 'tensorflow', 'random_models', [folder, count, seed])
  const found = await there(python, 'tensorflow', folder)
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

async function kinds(python, scratch, engines) {
  const folder = emptied(path.join(scratch, 'kinds'))
  await unit(['packages/keras/test/write.test.ts'], {
    name: 'keras-files',
    env: { KERAS_FILES: folder },
  })
  for (const engine of engines) {
    const results = path.join(scratch, `opened-${engine}.json`)
    await on(python, engine, 'opened', [folder, results])
    const found = Object.entries(read(results).results)
    const wrong = found.filter(
      ([, { error, output, ...trained }]) =>
        error !== undefined ||
        !(output <= tolerance.output) ||
        Object.values(trained).some((difference) => !(difference <= tolerance.trained)),
    )
    if (wrong.length > 0 || found.length === 0) throw new Failed(JSON.stringify(wrong, null, 1))
    const [outputs, steps] = [
      found.map(([, { output }]) => output),
      found.flatMap(([, result]) =>
        Object.entries(result).flatMap(([what, value]) => (what === 'output' ? [] : [value])),
      ),
    ].map((all) => Math.max(...all).toExponential(1))
    console.log(
      `Keras on ${engine} opens ${found.length} nets of all kinds: ` +
        `largest difference ${outputs}, after a step of training ${steps}`,
    )
  }
}

export async function kerasFiles(args) {
  const scratch = at('.cache', 'keras')
  mkdirSync(scratch, { recursive: true })
  const python = await prepareKeras()
  await step('build', build)
  await step('nets of all kinds, opened by Keras', () =>
    kinds(python, scratch, ['tensorflow', 'jax']),
  )
  await step('random models of Keras, there and back', () => random(python, scratch, args))
  await step('keras.applications, there and back', () => applications(python, scratch, args))
}

if (isMain(import.meta.url)) main(() => kerasFiles(process.argv.slice(2)))
