// Which engine runs a net: the one that was asked for, or the faster one here.
import { ThreadsError } from '@layersmith/wasm-kernels/threads'
import * as tf from '@tensorflow/tfjs'
import { type EngineName, engines } from '../engines/all.js'
import type { Engine, EngineInput, Program } from '../engines/engine.js'

/** An engine for a net, and why it is that one. */
interface Chosen {
  readonly name: EngineName
  readonly engine: Engine
  readonly why: string
}

export const engineFor = async (
  asked: EngineName | 'auto',
  given: EngineInput,
): Promise<Chosen> => {
  const made = async (name: EngineName, why: string): Promise<Chosen> => ({
    name,
    engine: await engines[name].make(given),
    why,
  })
  if (asked !== 'auto') return made(asked, 'it was asked for')
  const unsaid = [
    given.exact ? ', which leaves the rounding to its backend, exact or not' : '',
    given.threads === 1 ? '' : ', whose threads are those of its backend',
  ].join('')
  if (given.graph.inputs.some(({ shape }) => shape.includes(null)))
    return made('tfjs', `the net leaves sizes open, so there is nothing to measure${unsaid}`)
  const wasm = await wasmOrWhyNot(given)
  if (typeof wasm === 'string') return made('tfjs', `${wasm}${unsaid}`)
  const only = given.exact ? 'exact is' : given.threads === 1 ? null : 'threads are'
  if (only !== null)
    return { name: 'wasm', engine: wasm, why: `${only} asked for, which tfjs does not have` }
  try {
    return await faster(wasm, await engines.tfjs.make(given), given)
  } catch (e) {
    wasm.dispose()
    throw e
  }
}

/** The engine `wasm`, or why it cannot compute a net, in a line. */
const wasmOrWhyNot = async (given: EngineInput): Promise<Engine | string> => {
  try {
    return await engines.wasm.make(given)
  } catch (e) {
    if (e instanceof ThreadsError) throw e
    const [first = '', ...refusals] = (e instanceof Error ? e.message : String(e)).split('\n')
    const [refusal = first] = refusals
    const more = refusals.length > 1 ? ` (and ${refusals.length - 1} more)` : ''
    return `wasm cannot compute it: ${refusal.replace('; use the engine tfjs', '')}${more}`
  }
}

/** Milliseconds for all calls, and calls of each engine at most. */
const [BUDGET, CALLS] = [200, 15]
/** Milliseconds, and times what wasm took, after which an example is given up. */
const [PATIENCE, HOPELESS] = [200, 20]

/** The engine that takes less time for an example; the other one is disposed of. */
const faster = async (wasm: Engine, tfjs: Engine, given: EngineInput): Promise<Chosen> => {
  const inputs = tf.tidy(() => examples(given).map((x) => tf.keep(x)))
  try {
    const { times, isLate } = await measured([wasm, tfjs], inputs)
    const [ours, theirs] = times.map(median) as [number, number] // one for each
    const [name, engine, other] =
      isLate || ours <= theirs ? (['wasm', wasm, tfjs] as const) : (['tfjs', tfjs, wasm] as const)
    other.dispose()
    const atLeast = isLate ? 'more than ' : ''
    const why =
      `for one example, wasm took ${shown(ours)} ms and tfjs ${atLeast}${shown(theirs)} ms on ` +
      `the backend ${tf.getBackend()}`
    return { name, engine, why }
  } catch (e) {
    tfjs.dispose()
    throw e
  } finally {
    tf.dispose(inputs)
  }
}

/** An example: numbers between -1 and 1, the same every time. */
const examples = ({ graph }: EngineInput): tf.Tensor[] =>
  graph.inputs.map(({ shape }) => {
    const sizes = [1, ...shape.map((size) => size ?? 1)]
    return tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(sizes) }, (_, i) => Math.sin(i)),
      sizes,
    )
  })

/** Milliseconds of each call; those of the second engine are limits where it is late. */
const measured = async (
  [first, second]: readonly [Engine, Engine],
  inputs: readonly tf.Tensor[],
): Promise<{ times: readonly [number[], number[]]; isLate: boolean }> => {
  const start = performance.now()
  // the first calls make ready what later ones use
  await timeOf(first, inputs)
  const once = await timeOf(first, inputs)
  const limit = Math.max(PATIENCE, HOPELESS * once)
  try {
    await timeOf(second, inputs, limit)
  } catch (e) {
    if (e instanceof Late) return { times: [[once], [limit]], isLate: true }
    throw e
  }
  const times: readonly [number[], number[]] = [[], []]
  do {
    times[0].push(await timeOf(first, inputs))
    times[1].push(await timeOf(second, inputs))
  } while (times[0].length < CALLS && performance.now() - start < BUDGET)
  return { times, isLate: false }
}

class Late extends Error {}

/** Milliseconds until the numbers are there; throws when a limit has passed before. */
const timeOf = async (
  { programs: [outputs] }: Engine,
  inputs: readonly tf.Tensor[],
  limit = Infinity,
): Promise<number> => {
  const start = performance.now()
  const program = outputs as Program // of the first list of ends
  const made = tf.tidy(() =>
    program(inputs, () => {
      if (performance.now() - start > limit) throw new Late()
    }),
  )
  try {
    await Promise.all(made.map((y) => y.data()))
    return performance.now() - start
  } finally {
    tf.dispose(made)
  }
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const shown = (ms: number): string => (ms >= 10 ? ms.toFixed(0) : ms.toPrecision(2))
