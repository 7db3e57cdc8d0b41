// `npm run test:onnx`: models that @layersmith/onnx writes go through ONNX's own checker, and
// compute in ONNX Runtime what our nets compute: in Python, and in both runtimes from npm. They are
// nets of all kinds, composed ones, random ones of the whole vocabulary (`-- --nets 500`,
// `-- --seed 1`), one of each family of the zoo, and models that others trained.
// Needs Python 3 with pip, and npm's registry.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { preparePython } from './lib/python.mjs'
import { Failed, at, isMain, main, node, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const sources = at('packages', 'onnx', 'test', 'onnx')
const folder = at('.cache', 'onnx')

const wheels = ['onnx==1.23.1', 'onnxruntime==1.30.0']
const runtimes = { 'onnxruntime-node': '1.30.0', 'onnxruntime-web': '1.30.0' }

/** The largest difference to what we compute, as a part of the largest number. */
const tolerance = 1e-5

const option = (args, name, fallback) => {
  const place = args.indexOf(name)
  return place < 0 ? fallback : args[place + 1]
}

/**
 * A project with the runtimes. The install script of onnxruntime-node only fetches what NVIDIA's
 * cards need.
 */
async function prepareRuntimes() {
  const app = path.join(folder, 'app')
  mkdirSync(app, { recursive: true })
  const manifest = JSON.stringify({ private: true, dependencies: runtimes })
  writeFileSync(path.join(app, 'package.json'), manifest)
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: app,
    shell: process.platform === 'win32',
  })
  return app
}

/**
 * The largest difference that a model may have. Where the last bits of the inputs change more than
 * that, as in random nets that divide by almost nothing, four times that change.
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

export async function onnx(args) {
  const models = path.join(folder, 'models')
  rmSync(models, { recursive: true, force: true })
  mkdirSync(models, { recursive: true })
  const python = await preparePython(
    path.join(folder, 'python'),
    wheels,
    'no models can be checked or run',
  )
  const app = await step('runtimes of npm', prepareRuntimes)
  await step('build', build)
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
    await step(runtime, () => node(path.join(sources, 'run.mjs'), [app, runtime, models, results]))
    judge(runtime, models, results)
  }
  rmSync(models, { recursive: true, force: true })
}

if (isMain(import.meta.url)) main(() => onnx(process.argv.slice(2)))
