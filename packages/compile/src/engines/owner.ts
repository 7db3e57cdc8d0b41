// What a program owns on TensorFlow.js, from its making to its end.
import * as tf from '@tensorflow/tfjs'
import type { Constant, Own } from '../graph/op.js'

export class Owner implements Own {
  readonly #tensors = new Map<Constant, tf.Tensor>()
  readonly #shared = new Map<object, { dispose(): void }>()

  tensor(constant: Constant): tf.Tensor {
    const known = this.#tensors.get(constant)
    if (known !== undefined) return known
    const { values, shape } = constant
    // kept, since the caller may be in a tidy; a copy, since TensorFlow.js may keep the array
    const made = tf.keep(tf.tensor(Float32Array.from(values), [...shape]))
    this.#tensors.set(constant, made)
    return made
  }

  shared<T extends { dispose(): void }>(key: object, make: () => T): T {
    const known = this.#shared.get(key)
    if (known !== undefined) return known as T // one key, one kind of thing
    const made = make()
    this.#shared.set(key, made)
    return made
  }

  dispose(): void {
    tf.dispose([...this.#tensors.values()])
    for (const one of this.#shared.values()) one.dispose()
    this.#tensors.clear()
    this.#shared.clear()
  }
}
