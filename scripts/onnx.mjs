// `npm run test:onnx`: models that @layersmith/onnx writes go through ONNX's own checker, and ONNX
// Runtime computes what our nets compute: in Python, and in both runtimes from npm. The models are
// nets of all kinds, composed nets, random nets of the whole vocabulary (`-- --nets 500`,
// `-- --seed 1`), one of each family of the zoo, and models that others trained. Such nets also go
// through `compile`, on its engine onnxruntime, with both runtimes from npm. In the other
// direction, twenty PyTorch nets, exported by both of its exporters, compute and train here as they
// do there; `-- --without-torch` leaves them out, because torch's wheel is large.
// Needs Python 3 with pip, and npm's registry.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { onnxRuntimes, runtimes } from './lib/onnx-runtimes.mjs'
import { preparePython } from './lib/python.mjs'
import { Failed, at, isMain, main, node, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const sources = at('packages', 'onnx', 'test', 'onnx')
const folder = at('.cache', 'onnx')

const wheels = ['onnx==1.23.1', 'onnxruntime==1.30.0']
/** The packages that export PyTorch nets, with both of its exporters. */
const torch = ['torch==2.13.0', 'numpy==2.4.6', 'onnx==1.23.1', 'onnxscript==0.7.2']

/** The largest difference from our results, relative to the largest number. */
const tolerance = 1e-5

const option = (args, name, fallback) => {
  const place = args.indexOf(name)
  return place < 0 ? fallback : args[place + 1]
}

/**
 * The largest difference that a model may have. If the last bits of the inputs already change the
 * outputs by more, as in random nets that divide by almost nothing, it is four times that change.
 */
function allowed(models, name) {
  const { changed = 0 } = JSON.parse(readFileSync(path.join(models, `${name}.json`), 'utf8'))
  return Math.max(tolerance, 4 * changed)
}

function judge(runtime, models, results) {
  const found = Object.entries(JSON.parse(readFileSync(results, 'utf8')))
  const wrong = found.filter(
    ([name, { difference = Infinity, transposed }]) =>
      (!(difference <= tolerance) && !(difference <= allowed(models, name))) ||
      transposed === 'inside',
  )
  if (wrong.length > 0 || found.length === 0)
    throw new Failed(
      `${runtime}: ${wrong.length} of ${found.length} models are wrong:\n` +
        wrong
          .slice(0, 10)
          .map(([name, result]) => `${name}: ${JSON.stringify(result)}`)
          .join('\n'),
    )
  const differences = found.map(([, { difference }]) => difference)
  const within = differences.filter((difference) => difference <= tolerance)
  console.log(
    `${runtime} computes what we do in ${found.length} models: ` +
      `in ${within.length} with a difference of at most ${Math.max(...within).toExponential(1)}, ` +
      `in ${found.length - within.length} within what the last bits of the inputs change`,
  )
}

/** The largest differences from PyTorch: of outputs, and after three steps of SGD. */
const likeTorch = { output: 1e-4, trained: 1e-3 }

/** Reads and trains PyTorch nets. */
async function fromTorch(python) {
  const nets = path.join(folder, 'torch')
  rmSync(nets, { recursive: true, force: true })
  mkdirSync(nets, { recursive: true })
  await run(python, [path.join(sources, 'nets.py'), nets])
  const results = path.join(folder, 'torch.json')
  await node(path.join(sources, 'compare.mjs'), [nets, results])
  const found = Object.entries(JSON.parse(readFileSync(results, 'utf8')))
  const wrong = found.filter(
    ([, { output, loss, after }]) =>
      !(output <= likeTorch.output && Math.max(loss, after) <= likeTorch.trained),
  )
  // twenty nets, by two exporters
  if (wrong.length > 0 || found.length !== 40)
    throw new Failed(
      `${wrong.length} of ${found.length} nets of PyTorch are wrong, 40 were expected:\n` +
        wrong.map(([name, result]) => `${name}: ${JSON.stringify(result)}`).join('\n'),
    )
  const most = (name) => Math.max(...found.map(([, result]) => result[name])).toExponential(1)
  console.log(
    `${found.length} exports of PyTorch compute and train here as there: outputs differ by at ` +
      `most ${most('output')}, losses by ${most('loss')}, and what was trained by ${most('after')}`,
  )
  rmSync(nets, { recursive: true, force: true })
}

export async function onnx(args) {
  const models = path.join(folder, 'models')
  rmSync(models, { recursive: true, force: true })
  mkdirSync(models, { recursive: true })
  const python = await preparePython(
    path.join(folder, 'python'),
    wheels,
    'no models can be checked or run',
  )
  const installed = await step('runtimes of npm', onnxRuntimes)
  await step('build', build)
  if (!args.includes('--without-torch')) {
    const exporting = await preparePython(
      path.join(folder, 'torch-python'),
      torch,
      'no nets of PyTorch can be exported',
    )
    await step('nets of PyTorch', () => fromTorch(exporting))
  }
  await step('models', () =>
    unit(['packages/onnx/test/written.long.test.ts'], {
      name: 'onnx',
      env: {
        ONNX_FILES: models,
        ONNX_NETS: option(args, '--nets', '500'),
        FC_SEED: option(args, '--seed', '1'),
      },
    }),
  )
  const results = path.join(folder, 'results.json')
  await step('the checker, and ONNX Runtime in Python', () =>
    run(python, [path.join(sources, 'run.py'), models, results]),
  )
  judge('ONNX Runtime in Python', models, results)
  for (const runtime of Object.keys(runtimes)) {
    const app = path.join(installed, runtime)
    const compiled = (file) => at('packages', 'compile', 'test', 'onnxruntime', file)
    await step(`compiled nets on ${runtime}`, () => node(compiled('run.mjs'), [app, runtime]))
    await step(`many compiled nets on ${runtime}`, () =>
      node(compiled('many.ts'), [app, runtime], {
        flags: [`--import=${pathToFileURL(at('scripts', 'lib', 'typescript-hooks.mjs'))}`],
        env: { ...process.env, FC_SEED: option(args, '--seed', '1') },
      }),
    )
    await step(runtime, () => node(path.join(sources, 'run.mjs'), [app, runtime, models, results]))
    judge(runtime, models, results)
  }
  rmSync(models, { recursive: true, force: true })
}

if (isMain(import.meta.url)) main(() => onnx(process.argv.slice(2)))
