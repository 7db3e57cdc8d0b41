// Keras's answers, and the numbers that its questions are made of; keras/zoo.py has the same.
import { readFileSync } from 'node:fs'

interface Count {
  readonly trainable: number
  readonly nonTrainable: number
}
interface Results {
  /** The parameters of each model. */
  readonly counts: Readonly<Record<string, Count>>
  /** The same without their top. */
  readonly bare: Readonly<Record<string, Count>>
  /** The parameters of models that can be minimalistic, with their top and bare. */
  readonly minimalistic: Readonly<Record<string, { readonly top: Count; readonly bare: Count }>>
  /** What each of the cases gives. */
  readonly outputs: Readonly<Record<string, readonly number[]>>
  /** What `preprocess_input` of these modules makes of an image. */
  readonly preprocessed: Readonly<Record<string, readonly number[]>>
}
interface Case {
  readonly model: string
  /** The model's by default. */
  readonly name?: string
  /** As Keras calls them. */
  readonly options: {
    readonly input_shape: readonly [number, number, number]
    readonly classes: number
    readonly alpha?: number
    readonly minimalistic?: boolean
  }
  /** The range of the image's values. */
  readonly low: number
  readonly high: number
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../keras/${name}.json`, import.meta.url), 'utf8'))
export const results = read('zoo') as Results
export const cases = (read('cases') as readonly Case[]).map((one) => ({ name: one.model, ...one }))

const hashed = (n: number): number => {
  const x = Math.imul(n ^ (n >>> 16), 0x45d9f3b)
  const y = Math.imul(x ^ (x >>> 16), 0x45d9f3b)
  return (y ^ (y >>> 16)) >>> 0
}
/** Numbers from 0 to 1, times a factor and plus an offset. */
export const numbers = (
  shape: readonly number[],
  index: number,
  factor: number,
  offset: number,
): Float32Array => {
  const values = new Float32Array(shape.reduce((a, n) => a * n, 1))
  const start = Math.imul(40503, index + 1)
  // millions of numbers: no callbacks
  for (let i = 0; i < values.length; i++)
    values[i] = (hashed((Math.imul(i, 2654435761) + start) | 0) / 2 ** 32) * factor + offset
  return values
}
export const weightOf = (name: string, shape: readonly number[], index: number): Float32Array => {
  if (shape.length < 2) return numbers(shape, index, 1, /gamma|variance/.test(name) ? 0.5 : -0.5)
  const fan = shape.slice(0, shape.at(-1) === 1 ? 2 : -1).reduce((a, n) => a * n, 1)
  return numbers(shape, index, 2 * Math.sqrt(3 / fan), -Math.sqrt(3 / fan))
}
