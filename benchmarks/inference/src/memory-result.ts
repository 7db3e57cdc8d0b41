/** What a run leaves behind about memory: plain data, in a folder of its own. */
import type { Environment } from '@layersmith/benchmark-shared'
import type { CompiledMemory, PredictMemory } from './memory.js'
import type { NetName, NetSet } from './nets.js'

/** Of a batch of a net. */
export interface Needed {
  readonly net: NetName
  readonly batch: number
  readonly threads: number
  readonly predict: Omit<PredictMemory, 'contestant'>
  readonly compiled: Omit<CompiledMemory, 'contestant'>
}

export interface MemoryResult {
  readonly benchmark: 'inference'
  readonly format: 1
  /** Which nets. */
  readonly set: NetSet
  readonly environment: Environment
  readonly needed: readonly Needed[]
}

/** What a compiled program needs, divided by the least that predict needs. */
export const ratioOf = ({ predict, compiled }: Needed): number =>
  (compiled.memory + compiled.numbers) / Math.min(predict.tensors, predict.heap)
