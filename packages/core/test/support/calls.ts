// A right call of every kind with a method. A new kind does not compile until it is here.
import type { AnyBlock } from '@layersmith/core'
import type { MethodKind } from '../../src/layers/index.js'

interface Call {
  /** The arguments before the options. */
  readonly args: readonly unknown[]
  /** Their names in the config; an argument that is no config value of its own has none. */
  readonly names: readonly string[]
  /** Whether the method takes options. */
  readonly options: boolean
  /** An input it can follow, where an image of 9x9x3 is none. */
  readonly input?: readonly number[]
}

export const calls: { readonly [K in MethodKind]: Call } = {
  activation: { args: ['tanh'], names: ['activation'], options: false },
  bn: { args: [], names: [], options: true },
  conv: { args: [4, 3], names: ['filters', 'kernel'], options: true },
  dense: { args: [4], names: ['units'], options: true },
  depthwiseConv: { args: [3], names: ['kernel'], options: true },
  dropout: { args: [0.5], names: ['rate'], options: true },
  elu: { args: [], names: [], options: true },
  flatten: { args: [], names: [], options: false },
  globalPool: { args: [], names: [], options: true },
  layerNorm: { args: [], names: [], options: true },
  leakyRelu: { args: [], names: [], options: true },
  pad: { args: [1], names: ['padding'], options: false },
  pool: { args: [2], names: ['size'], options: true },
  relu: { args: [], names: [], options: false },
  relu6: { args: [], names: [], options: false },
  upsample: { args: [2], names: ['size'], options: true },
}
export const inputOf = (kind: string): readonly number[] => calls[kind as MethodKind].input ?? [9, 9, 3] // kinds come from the list
/** Calls a kind's method by its name. */
export const invoke = (on: AnyBlock, kind: string, args: readonly unknown[] = calls[kind as MethodKind].args): AnyBlock => (on as any)[kind](...args) // kinds come from the list
