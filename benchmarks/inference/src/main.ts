/*
 * The inference benchmark: everything that computes a net, in one process on one thread, in turns.
 * It writes one JSON file per platform, processor and Node.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBackend } from '@layersmith/backends'
import { seededRandom, watchMachine } from '@layersmith/bench'
import { environmentOf, fileOf, runCommand } from '@layersmith/benchmark-shared'
import { plan } from '@layersmith/core'
import { optional, readFlags, wholeNumber } from '@layersmith/example-shared'
import { contestantsOf } from './contestants.js'
import { measure } from './measure.js'
import { type NetName, large, small } from './nets.js'
import type { Measured, Result } from './result.js'
import { outcomeLine } from './tables.js'

const nets = { ...small, ...large }
const defaults = { rounds: 20, seed: 1, batches: '1,8,32' } as const
const usage = `Usage: npm run bench -- inference [options]

Times predictions on one thread, in turns: operations of TensorFlow.js by hand, predict, compiled
programs on each engine, and sessions of ONNX Runtime.

  --nets <a,b>     ${Object.keys(small).join(', ')} (these by default),
                   ${Object.keys(large).join(', ')}; or all
  --batches <a,b>  sizes of batches (default: ${defaults.batches})
  --rounds <n>     rounds that count (default: ${defaults.rounds})
  --seed <n>       seed of the order within a round (default: ${defaults.seed})
  --out <folder>   where the result goes (default: benchmarks/results/inference)
  --help           show this text`

const isNet = (name: string): name is NetName => Object.hasOwn(nets, name)

const namesOf = (text: string): readonly NetName[] => {
  if (text === 'all') return Object.keys(nets).filter(isNet)
  return text.split(',').map((name) => {
    if (isNet(name)) return name
    throw new Error(`--nets: there is no net ${name}; there are ${Object.keys(nets).join(', ')}`)
  })
}

const main = async (args: readonly string[]): Promise<number> => {
  const flags = readFlags(args, ['nets', 'batches', 'rounds', 'seed', 'out'])
  if (flags.help === true) {
    console.log(usage)
    return 0
  }
  const number = (name: string, text: string | undefined, fallback: number, least: number) =>
    optional(text, (given) => wholeNumber(name, given, least)) ?? fallback
  const rounds = number('--rounds', flags.rounds, defaults.rounds, 3)
  const seed = number('--seed', flags.seed, defaults.seed, 0)
  const batches = (flags.batches ?? defaults.batches)
    .split(',')
    .map((text) => wholeNumber('--batches', text, 1))
  const names = namesOf(flags.nets ?? Object.keys(small).join(','))
  const machine = watchMachine()
  const started = await startBackend({ require: 'wasm', threads: 1 })
  const { threads, simd, versions, fastKernels } = started
  const settings = { rounds, random: seededRandom(seed) }
  const measurements: Measured[] = []
  for (const net of names) {
    const made = nets[net]()
    const [shape = []] = plan(made).inputs.map((one) => one.shape.map(Number))
    const contestants = await contestantsOf(net, made)
    try {
      for (const batch of batches) {
        const measured = await measure({ net, batch }, shape, contestants, settings)
        measurements.push(measured)
        console.log(outcomeLine(measured))
      }
    } finally {
      await contestants.dispose()
    }
  }
  const environment = environmentOf(machine(), {
    from: import.meta.url,
    packages: ['@layersmith/compile', '@layersmith/wasm-kernels', '@tensorflow/tfjs'],
    folders: ['packages/compile', 'packages/onnx', 'packages/wasm-kernels', 'benchmarks/inference'],
  })
  const result: Result = {
    benchmark: 'inference',
    format: 1,
    environment,
    settings: { rounds, seed },
    running: { threads, simd, versions, ...(fastKernels === undefined ? {} : { fastKernels }) },
    measurements,
  }
  const folder = flags.out ?? fileURLToPath(new URL('../../results/inference', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, fileOf(result))
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`→ ${path.relative(process.cwd(), file)}`)
  return 0
}

await runCommand(usage, () => main(process.argv.slice(2)))
