// The weights of a net, and where each is among those that train or among the others.
import type { Constant } from '../../graph/op.js'
import type { InstanceWeights } from '../../lower/weights.js'
import type { Weight } from '../contract.js'
import { paddedOf } from '../plan/regions.js'

/** What is known about the weights of a net. */
export interface NetWeights {
  /** Copies, by the ids of instances. */
  readonly weights: ReadonlyMap<string, InstanceWeights>
  /** The names of those that train. */
  readonly trains: ReadonlySet<string>
}

export class PlacedWeights {
  readonly list: readonly Weight[]
  readonly values: ReadonlyMap<Weight, Constant['values']>
  /** Elements of all that train, and of the others. */
  readonly trained: number
  readonly others: number
  readonly #byName: ReadonlyMap<string, Weight>

  constructor({ weights, trains }: NetWeights) {
    const ends = { trained: 0, others: 0 }
    const values = new Map<Weight, Constant['values']>()
    for (const [instance, own] of weights)
      for (const role of own.roles) {
        const { values: numbers, shape } = own.get(role)
        const name = `${instance}/${role}`
        const trainable = trains.has(name)
        const end = trainable ? 'trained' : 'others'
        const elements = numbers.length
        const weight = { name, instance, role, shape, elements, trainable, offset: ends[end] }
        ends[end] += paddedOf(weight)
        values.set(weight, numbers)
      }
    this.list = [...values.keys()]
    this.values = values
    this.trained = ends.trained
    this.others = ends.others
    this.#byName = new Map(this.list.map((weight) => [weight.name, weight]))
  }

  /** The weight of an instance that has this role. */
  get(instance: string, role: string): Weight {
    const found = this.find(instance, role)
    if (found === null) throw new Error(`layersmith: no ${instance}/${role}; please report`)
    return found
  }
  find(instance: string, role: string): Weight | null {
    return this.#byName.get(`${instance}/${role}`) ?? null
  }
}
