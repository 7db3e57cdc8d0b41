/*
 * The convolution benchmark: our kernels, as chosen and exact, the stock kernel and our gradients
 * compute each case in turn, in a new random order in each round, on one thread. It writes one JSON
 * file per platform, processor and Node.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pairedRatio, seededRandom, shuffled, summarize, watchMachine } from '@layersmith/bench'
import { environmentOf, fileOf, runCommand } from '@layersmith/benchmark-shared'
import { optional, readFlags, wholeNumber } from '@layersmith/example-shared'
import { type Case, cases, flopsOf } from './cases.js'
import { contestants, prepare, select, startKernels } from './kernels.js'
import type { Measured, Result } from './result.js'
import { outcomeLine } from './tables.js'

const defaults = { rounds: 60, seed: 1 } as const
const usage = `Usage: npm run bench -- convolutions [options]

Times 2-D convolutions with bias and relu on TensorFlow.js's wasm backend on one thread: our
kernels, as chosen and exact, the stock kernels and our gradients, in turn.

  --rounds <n>    rounds that count (default: ${defaults.rounds})
  --seed <n>      seed of the order within a round (default: ${defaults.seed})
  --out <folder>  where the result goes (default: benchmarks/results/convolutions)
  --help          show this text`

const warmUp = 10
/** Convolutions with fewer FLOPs are repeated within a round. */
const leastFlops = 20e6

/** Milliseconds of processor time so far: waiting for other programs does not count. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const measure = async (
  one: Case,
  functions: Parameters<typeof prepare>[1],
  rounds: number,
  random: () => number,
): Promise<Measured> => {
  const { run, dispose } = prepare(one, functions)
  const times = { own: [], exact: [], stock: [], inputGradient: [], filterGradient: [] } as {
    readonly [N in keyof typeof run]: number[]
  }
  const repeats = Math.ceil(leastFlops / flopsOf(one))
  try {
    for (let round = -warmUp; round < rounds; round++) {
      for (const name of shuffled(contestants, random)) {
        await select(name)
        const since = processorTime()
        for (let n = 0; n < repeats; n++) run[name]()
        if (round >= 0) times[name].push((processorTime() - since) / repeats)
      }
    }
  } finally {
    dispose()
  }
  const { own, exact, stock, inputGradient, filterGradient } = times
  return {
    case: one,
    own: summarize(own),
    exact: summarize(exact),
    stock: summarize(stock),
    times: pairedRatio(stock, own, random),
    inputGradient: summarize(inputGradient),
    filterGradient: summarize(filterGradient),
  }
}

const main = async (args: readonly string[]): Promise<number> => {
  const flags = readFlags(args, ['rounds', 'seed', 'out'])
  if (flags.help === true) {
    console.log(usage)
    return 0
  }
  const rounds =
    optional(flags.rounds, (text) => wholeNumber('--rounds', text, 1)) ?? defaults.rounds
  const seed = optional(flags.seed, (text) => wholeNumber('--seed', text, 0)) ?? defaults.seed
  const machine = watchMachine()
  const { running, functions } = await startKernels()
  const { threads, simd, versions, fastKernels } = running
  const random = seededRandom(seed)
  const measurements: Measured[] = []
  for (const one of cases) {
    const measured = await measure(one, functions, rounds, random)
    measurements.push(measured)
    console.log(`  ${outcomeLine(measured)}`)
  }
  const environment = environmentOf(machine(), {
    from: import.meta.url,
    packages: ['@layersmith/wasm-kernels', '@tensorflow/tfjs'],
    folders: ['packages/wasm-kernels', 'packages/backends', 'benchmarks/convolutions'],
  })
  const result: Result = {
    benchmark: 'convolutions',
    format: 1,
    environment,
    settings: { rounds, seed },
    running: { threads, simd, versions, ...(fastKernels === undefined ? {} : { fastKernels }) },
    measurements,
  }
  const folder = flags.out ?? fileURLToPath(new URL('../../results/convolutions', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, fileOf(result))
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`→ ${path.relative(process.cwd(), file)}`)
  return 0
}

await runCommand(usage, () => main(process.argv.slice(2)))
