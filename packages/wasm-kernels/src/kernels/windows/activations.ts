import { Elu, Sigmoid } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'

/** The least and the largest result. */
export type Limits = readonly [number, number]
export const unlimited: Limits = [-Infinity, Infinity]

/** The activations that only limit a number, and those that have a kernel of their own. */
const limits: Readonly<Record<string, Limits>> = {
  linear: unlimited,
  relu: [0, Infinity],
  relu6: [0, 6],
}
const curves: Readonly<Record<string, string>> = { elu: Elu, sigmoid: Sigmoid }

/** An activation: limits within the convolution, and what to do with its result. */
export interface Activation {
  readonly limits: Limits
  readonly after: (space: Workspace, y: TensorInfo) => TensorInfo
}

/** The activation of this name. Undefined for one with parameters, which the stock kernel has. */
export const activationOf = (name: string): Activation | undefined => {
  const [limit, curve] = [limits[name], curves[name]]
  if (limit === undefined && curve === undefined) return undefined
  return {
    limits: limit ?? unlimited,
    after: (space, y) => (curve === undefined ? y : space.call(curve, { x: y }, {})),
  }
}
