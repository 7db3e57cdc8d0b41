import {
  type Batch,
  classes,
  type Digits,
  imagesOf,
  seededRandom,
} from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'

/** Pairs of digits, by their indices in the set. */
export interface Pairs {
  readonly digits: Digits
  readonly left: Uint32Array
  readonly right: Uint32Array
  /** 1 where both show the same digit, otherwise 0. */
  readonly same: Uint8Array
}

/**
 * Draws random pairs. Every second pair shows the same digit twice, so chance is one half. In the
 * other pairs, every other digit in the set is equally likely.
 */
export function drawPairs(digits: Digits, count: number, seed: number): Pairs {
  const random = seededRandom(seed)
  const pick = <T>(from: ArrayLike<T>): T => {
    const chosen = from[Math.floor(random() * from.length)]
    if (chosen === undefined) throw new Error('pairs: expected digits to choose from, got none')
    return chosen
  }
  const showing = Array.from({ length: classes }, (_, digit) =>
    [...digits.labels.keys()].filter((index) => digits.labels[index] === digit),
  )
  const present = [...showing.keys()].filter((digit) => showing[digit]?.length)

  const pairs = {
    digits,
    left: new Uint32Array(count),
    right: new Uint32Array(count),
    same: new Uint8Array(count),
  }
  for (let pair = 0; pair < count; pair++) {
    const same = pair % 2
    const digit = pick(present)
    const other = same === 1 ? digit : pick(present.filter((d) => d !== digit))
    pairs.left[pair] = pick(showing[digit] ?? [])
    pairs.right[pair] = pick(showing[other] ?? [])
    pairs.same[pair] = same
  }
  return pairs
}

/**
 * The pairs with these numbers as tensors: the left and right images, and [count, 1] labels, 1 for
 * the same digit and 0 for different ones.
 */
export function pairBatch({ digits, left, right, same }: Pairs, numbers: Uint32Array): Batch {
  const take = (from: Uint32Array): Uint32Array => numbers.map((pair) => from[pair] ?? 0)
  return {
    x: [imagesOf(digits, take(left)), imagesOf(digits, take(right))],
    y: tf.tensor2d(
      Float32Array.from(numbers, (pair) => same[pair] ?? 0),
      [numbers.length, 1],
    ),
  }
}
