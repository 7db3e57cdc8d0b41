/** What a benchmark leaves behind: plain data, written as JSON and rendered as tables. */
import type { BackendName } from '@layersmith/backends'
import type { Environment } from '../environment/environment.js'
import type { Ceilings } from '../measure/ceilings.js'
import type { Ratio, Summary } from '../statistics/statistics.js'

/** What can be timed, in the order in which it is. */
export const modes = ['build', 'forward', 'train'] as const

/**
 * What is timed: `build` from the description to a model with its weights, `forward` a batch until
 * the outputs are in JavaScript, `train` one step on a batch until its loss is.
 */
export type Mode = (typeof modes)[number]

/** One thing that is timed. */
export interface Cell {
  /** What is timed. */
  readonly mode: Mode
  /** Examples at once; null for `build`. */
  readonly batch: number | null
}

/** The times of a contestant, in milliseconds. */
export interface Timed extends Summary {
  /** Its name. */
  readonly contestant: string
  /** Time divided by that of the reference, round by round; null if they did not take turns. */
  readonly ratio: Ratio | null
  /** 10⁹ FLOPs per second, counted by the plan; null if the FLOPs are unknown or none. */
  readonly gflops: number | null
  /** The least time that the ceilings allow, divided by the time it took; null if unknown. */
  readonly ofLimit: number | null
}

/** A contestant without times. */
export interface Failed {
  /** Its name. */
  readonly contestant: string
  /** Why it has none. */
  readonly error: string
}

/** A contestant in a measurement. */
export type Row = Timed | Failed

/** All contestants in one cell. */
export interface Measurement extends Cell {
  /** Runs in each round; their mean is one time. Null if nothing ran. */
  readonly repeats: number | null
  /** In the order in which the contestants were given. */
  readonly rows: readonly Row[]
  /**
   * The contestant whose interval lies below those of all others that took turns with it; null
   * while intervals overlap.
   */
  readonly fastest: string | null
}

/** Tensors and bytes. */
export interface Memory {
  /** How many tensors. */
  readonly tensors: number
  /** How many bytes they hold. */
  readonly bytes: number
}

/** What is known of a contestant. */
export interface ContestantFacts {
  /** Its name. */
  readonly name: string
  /** What it turned out to be; null if it could not be made. */
  readonly kind: 'net' | 'built' | 'model' | 'layer' | 'program' | 'timings' | null
  /** Of other programs: which one, on which device. Null for all others. */
  readonly about: string | null
  /** Numbers in its weights; null if unknown. */
  readonly params: number | null
  /** Of one example; a multiply-add counts as two. Null if unknown. */
  readonly flops: number | null
  /** What a model holds, and what it holds after a training step, with the optimizer. */
  readonly memory: { readonly model: Memory; readonly training: Memory | null } | null
  /**
   * Largest difference from the first contestant, in the outputs and in the weights after a
   * training step, relative to the largest number; null if nothing was compared.
   */
  readonly difference: { readonly forward: number; readonly train: number | null } | null
  /** Why it takes no part; null if it does. */
  readonly error: string | null
}

/** All measurements on one backend. */
export interface Run {
  /** Where it ran. */
  readonly environment: Environment
  /** What the device does at best; null if it was not measured. */
  readonly ceilings: Ceilings | null
  /** In the order in which they were given. */
  readonly contestants: readonly ContestantFacts[]
  /** In the order in which they were measured. */
  readonly measurements: readonly Measurement[]
}

/** A backend without measurements. */
export interface NoRun {
  /** Its name. */
  readonly backend: BackendName
  /** Whether it only did not start; otherwise it failed. */
  readonly refused: boolean
  /** Why it did not start, or how it failed. */
  readonly reason: string
}

/** How everything was measured. */
export interface Settings {
  /** Seconds for one measurement. */
  readonly seconds: number
  /** Of inputs, weights and the order in a round. */
  readonly seed: number
  /** The contestant that the others are divided by. */
  readonly reference: string
  /** Whether weights were made equal and outputs compared. */
  readonly compared: boolean
}

/** What `report.save` writes. */
export interface BenchResult {
  /** What wrote it. */
  readonly benchmark: 'layersmith'
  /** The version of this format. */
  readonly format: 1
  /** How everything was measured. */
  readonly settings: Settings
  /** One for each backend that ran. */
  readonly runs: readonly Run[]
  /** The others, and why they did not run. */
  readonly withoutRun: readonly NoRun[]
}

/**
 * The times of another program, timed alone: PyTorch, Keras, anything that writes this as JSON.
 * `timingsSchema()` describes it as a JSON schema.
 */
export interface Timings {
  /** What ran, with its version: `PyTorch 2.9.0`. */
  readonly program: string
  /** What it ran on: `cpu`, or the name of a GPU. */
  readonly device: string
  /** Threads of the processor; null where they do not matter. */
  readonly threads: number | null
  /** In any order. */
  readonly measurements: readonly TimingsRow[]
}

/** One time of another program, in milliseconds. */
export interface TimingsRow extends Cell, Summary {
  /** The net, in results of several. */
  readonly net?: string | undefined
}

/** "forward 32" */
export const cellName = ({ mode, batch }: Cell): string =>
  batch === null ? mode : `${mode} ${batch}`

/** Whether a contestant was timed. */
export const isTimed = (row: Row): row is Timed => !('error' in row)
