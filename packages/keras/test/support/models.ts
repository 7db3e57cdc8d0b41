// The models that keras/models.py saved, and what Keras computed with them.
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'

interface Computed {
  /** The shapes of its inputs. */
  readonly inputs: readonly (readonly number[])[]
  /** Its inputs are whole numbers below this, if there is one. */
  readonly tokens: number | null
  readonly outputs: readonly (readonly number[])[]
  /** Its outputs after one more step of training, if it was trained. */
  readonly next?: readonly number[]
}

const at = (name: string): URL => new URL(`../keras/${name}`, import.meta.url)
export const { keras, models } = JSON.parse(readFileSync(at('models.json'), 'utf8')) as {
  readonly keras: string
  /** By name; null for a model that cannot be read. */
  readonly models: Readonly<Record<string, Computed | null>>
}
export const pathOf = (file: string): string => at(`models/${file}`).pathname
export const bytesOf = (file: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(at(`models/${file}`)))

/** The numbers of models.py. */
export const numbers = (shape: readonly number[], index: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from(
      { length: shape.reduce((n, size) => n * size, 1) },
      (_, i) => ((i * (53 + 6 * index) + 11) % 101) / 50 - 1,
    ),
    [...shape],
  )

const inputsOf = ({ inputs, tokens }: Computed): tf.Tensor[] =>
  inputs.map((shape, i) =>
    tf.tidy(() => {
      const x = numbers(shape, i)
      return tokens === null ? x : tf.floor(tf.mul(tf.div(tf.add(x, 1), 2.001), tokens))
    }),
  )

/** The largest difference to what Keras computed, as a part of its largest number. */
export const differenceTo = (wanted: Computed, model: tf.LayersModel): number => {
  const x = inputsOf(wanted)
  const outputs = [model.predict(x.length === 1 ? (x[0] ?? []) : x)].flat()
  const far = outputs.flatMap((y, i) => {
    const numbers = wanted.outputs[i] ?? []
    const got = y.dataSync()
    const largest = Math.max(...numbers.map(Math.abs))
    return got.length === numbers.length
      ? numbers.map((n, j) => Math.abs(n - (got[j] ?? NaN)) / largest)
      : [Infinity]
  })
  tf.dispose([x, outputs])
  return outputs.length === wanted.outputs.length ? Math.max(...far) : Infinity
}
