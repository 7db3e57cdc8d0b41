// How long each operation of a program takes.
import * as tf from '@tensorflow/tfjs'
import type { Program } from '../engines/engine.js'

/** Runs at least and at most. */
const [FEWEST, MOST] = [3, 1000]
/** Backends whose calls return when they have computed. */
const HONEST = ['cpu', 'tensorflow', 'wasm']

/**
 * Milliseconds of each operation by its key: the medians of runs on a batch.
 * @throws Error on a backend whose calls return before they have computed
 */
export const timesOf = (
  program: Program,
  inputs: readonly tf.Tensor[],
  { seconds, onTfjs }: { readonly seconds: number; readonly onTfjs: boolean },
): ReadonlyMap<string, number> => {
  if (onTfjs && !HONEST.includes(tf.getBackend()))
    throw new Error(
      `profile: calls on the backend ${tf.getBackend()} return before they have computed, so ` +
        "their times say nothing; use the backend wasm, or compile with { engine: 'wasm' }",
    )
  const runs = new Map<string, number[]>()
  tf.dispose(program(inputs)) // the first one makes ready what later ones use
  const end = performance.now() + 1000 * seconds
  for (let i = 0; i < FEWEST || (i < MOST && performance.now() < end); i++)
    for (const [key, ms] of once(program, inputs)) runs.set(key, [...(runs.get(key) ?? []), ms])
  return new Map([...runs].map(([key, times]) => [key, median(times)]))
}

/** The seconds that options of `run.profile` ask for, for callers without types. */
export const secondsOf = (options: unknown = {}): number => {
  const given: unknown =
    typeof options === 'object' && options !== null && 'seconds' in options
      ? options.seconds
      : undefined
  const seconds = given ?? 1
  if (typeof seconds === 'number' && seconds > 0 && seconds < Infinity) return seconds
  throw new TypeError(`profile: seconds must be a number above 0, got ${JSON.stringify(seconds)}`)
}

/** Milliseconds of each operation in one run, over all examples. */
const once = (program: Program, inputs: readonly tf.Tensor[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  let [running, since]: [string | null, number] = [null, 0]
  const made = program(inputs, (key) => {
    const now = performance.now()
    if (running !== null) times.set(running, (times.get(running) ?? 0) + now - since)
    running = key
    since = performance.now()
  })
  tf.dispose(made)
  return times
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
