// Copies of a net's weights, by the instances that hold them.
import type { Plan } from '@layersmith/core'
import type * as tf from '@tensorflow/tfjs'
import type { Constant } from '../graph/op.js'

/** The weights of one instance, read once: positions that share them share the constants. */
export class InstanceWeights {
  /** In the order of the layer. */
  readonly all: readonly Constant[]
  readonly #roles: ReadonlyMap<string, Constant>

  constructor(weights: readonly (readonly [role: string, constant: Constant])[]) {
    this.all = weights.map(([, constant]) => constant)
    this.#roles = new Map(weights)
  }

  /** What each of them is there. */
  get roles(): readonly string[] {
    return [...this.#roles.keys()]
  }

  /** The weight with this role, such as kernel. */
  get(role: string): Constant {
    const found = this.find(role)
    if (found === null)
      throw new Error(
        `layersmith: no ${role} among ${[...this.#roles.keys()].join(', ')}; please report`,
      )
    return found
  }
  find(role: string): Constant | null {
    return this.#roles.get(role) ?? null
  }
}

/** Copies of a built net's current weights, by the ids of its instances. */
export const copiedWeights = async (
  model: tf.LayersModel,
  { instances }: Plan,
): Promise<ReadonlyMap<string, InstanceWeights>> =>
  new Map(
    await Promise.all(
      instances.map(async ({ id }) => {
        const weights = model.getLayer(id).weights.map(async (weight) => {
          const tensor = weight.read()
          const values = Float32Array.from(await tensor.data())
          const role = weight.originalName.slice(id.length + 1)
          return [role, { values, shape: [...tensor.shape] }] as const
        })
        return [id, new InstanceWeights(await Promise.all(weights))] as const
      }),
    ),
  )
