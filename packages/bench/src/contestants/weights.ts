/** Which weight of one model is which of another. */
import type * as tf from '@tensorflow/tfjs'

type Weight = tf.LayerVariable

const lastPart = ({ originalName }: Weight): string => originalName.split('/').at(-1) ?? ''

/** The last two parts of the name: without those of outer layers. */
const place = ({ originalName }: Weight): string => originalName.split('/').slice(-2).join('/')

const sizes = ({ shape }: Weight): string => shape.join('x')

/**
 * For each weight of `to` the one of `from` that is the same in another form of the net, or null if
 * they do not match. Weights with the same names match. Otherwise each takes the first that has the
 * same last name (`kernel`) and sizes and is still free; the outputs show whether that is right.
 */
export const matchWeights = (
  from: readonly Weight[],
  to: readonly Weight[],
): readonly Weight[] | null => {
  if (from.length !== to.length) return null
  return byName(from, to) ?? inOrder(from, to)
}

const byName = (from: readonly Weight[], to: readonly Weight[]): readonly Weight[] | null => {
  const named = new Map(from.map((weight) => [place(weight), weight]))
  const found = to.flatMap((weight) => {
    const one = named.get(place(weight))
    return one !== undefined && sizes(one) === sizes(weight) ? [one] : []
  })
  return new Set(found).size === from.length ? found : null
}

const inOrder = (from: readonly Weight[], to: readonly Weight[]): readonly Weight[] | null => {
  const free = [...from]
  const found = to.flatMap((weight) => {
    const i = free.findIndex(
      (one) => lastPart(one) === lastPart(weight) && sizes(one) === sizes(weight),
    )
    return i < 0 ? [] : free.splice(i, 1)
  })
  return found.length === to.length ? found : null
}

/** The largest difference between two lists of numbers, relative to the largest number. */
export const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity
  let [apart, largest] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i] ?? NaN, b[i] ?? NaN]
    // NaN equals nothing, not even NaN
    if (Number.isNaN(p - q)) return Infinity
    apart = Math.max(apart, Math.abs(p - q))
    largest = Math.max(largest, Math.abs(p), Math.abs(q))
  }
  return apart === 0 ? 0 : apart / largest
}
