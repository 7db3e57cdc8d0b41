// Losses of images with their gradients. Formulas, limits and gradients at corners are those of
// TensorFlow.js; sums are in double precision.
import { at } from '@layersmith/wasm-kernels/assembly/base/memory'
import { exp64, log1p64, log64 } from './math'

/** Probabilities keep this distance from 0 and 1, as in TensorFlow.js and Keras. */
const LEAST: f32 = 1e-7
const MOST: f32 = 1 - LEAST

/**
 * The mean loss over the rows of each image, and its gradient times `factor`; `gradient` is 0 where
 * none is wanted. The kinds are those of src/training/losses/kinds.ts, in the same order. A unit is
 * an image of `rows` rows with `n` numbers. With `through`, the gradient passes through the softmax
 * that made the rows.
 */
export function losses(
  kind: i32,
  through: bool,
  output: usize,
  target: usize,
  gradient: usize,
  means: usize,
  rows: i32,
  n: i32,
  factor: f32,
  parameter: f32,
  from: i32,
  to: i32,
): void {
  const isSparse = kind === 1 || kind === 3
  const targets = isSparse ? 1 : n
  for (let image = from; image < to; image++) {
    let sum: f64 = 0
    for (let r = image * rows; r < (image + 1) * rows; r++) {
      const y = at(output, r * n),
        t = at(target, r * targets),
        g: usize = gradient === 0 ? 0 : at(gradient, r * n)
      switch (kind) {
        case 0:
          sum += crossEntropy(y, t, g, n, factor, through)
          break
        case 1:
          sum += sparseCrossEntropy(y, load<f32>(t), g, n, factor, through)
          break
        case 2:
        case 3:
          sum += fromLogits(isSparse, y, t, g, n, factor)
          break
        default:
          sum += each(kind, y, t, g, n, factor, parameter)
      }
      if (kind > 1 && through && g !== 0) throughSoftmax(y, g, n)
    }
    store<f32>(at(means, image), (sum / (rows as f64)) as f32)
  }
}

/**
 * The mean of the means of all images. It is a single unit, so that the order of the sum is fixed.
 */
export function meanOf(means: usize, images: i32, to: usize): void {
  let sum: f64 = 0
  for (let i = 0; i < images; i++) sum += load<f32>(at(means, i)) as f64
  store<f32>(to, (sum / (images as f64)) as f32)
}

/** A probability within the limits, and whether it was: outside, it has no gradient. */
function within(p: f32): f32 {
  return max(LEAST, min(MOST, p))
}
function counts(p: f32): f32 {
  return p >= LEAST && p <= MOST ? 1 : 0
}

/** -Σ t · log o, where o is the numbers divided by their sum. */
function crossEntropy(y: usize, t: usize, g: usize, n: i32, factor: f32, through: bool): f64 {
  let sum: f32 = 0
  for (let i = 0; i < n; i++) sum += load<f32>(at(y, i))
  let loss: f64 = 0,
    all: f32 = 0
  for (let i = 0; i < n; i++) {
    const o = load<f32>(at(y, i)) / sum,
      is = load<f32>(at(t, i))
    if (is === 0 && o === o) continue
    loss -= (is as f64) * log64(within(o) as f64)
    all += is * counts(o)
  }
  if (g === 0) return loss
  for (let i = 0; i < n; i++) {
    const o = load<f32>(at(y, i)) / sum,
      is = load<f32>(at(t, i)) * counts(o)
    const change = through ? o * all - is : (all - (is === 0 ? 0 : is / o)) / sum
    store<f32>(at(g, i), change * factor)
  }
  return loss
}

/** The same where the target is a class number: here the limits also come before the division. */
function sparseCrossEntropy(
  y: usize,
  target: f32,
  g: usize,
  n: i32,
  factor: f32,
  through: bool,
): f64 {
  // without a valid class there is neither loss nor gradient
  const isClass = target >= 0 && target < (n as f32)
  const chosen = isClass ? (floor(target) as i32) : -1
  let sum: f32 = 0
  for (let i = 0; i < n; i++) sum += within(load<f32>(at(y, i)))
  const o = isClass ? within(load<f32>(at(y, chosen))) / sum : 1
  const all: f32 = isClass ? counts(o) : 0
  const loss = isClass ? -log64(within(o) as f64) : 0
  if (g === 0) return loss
  let dot: f32 = 0
  for (let i = 0; i < n; i++) {
    const p = load<f32>(at(y, i))
    const change = (counts(p) * (all - (i === chosen && all > 0 ? 1 / o : 0))) / sum
    dot += change * p
    store<f32>(at(g, i), change * factor)
  }
  if (through)
    for (let i = 0; i < n; i++) {
      const p = load<f32>(at(y, i))
      store<f32>(at(g, i), p * (load<f32>(at(g, i)) - dot * factor))
    }
  return loss
}

/** Cross-entropy of the softmax of the numbers. */
function fromLogits(isSparse: bool, y: usize, t: usize, g: usize, n: i32, factor: f32): f64 {
  const target = load<f32>(t)
  const chosen = target >= 0 && target < (n as f32) ? (floor(target) as i32) : -1
  if (isSparse && chosen < 0) {
    if (g !== 0) memory.fill(g, 0, (n as usize) << 2)
    return 0
  }
  let most: f64 = -Infinity
  for (let i = 0; i < n; i++) most = max(most, load<f32>(at(y, i)) as f64)
  let sum: f64 = 0
  for (let i = 0; i < n; i++) sum += exp64((load<f32>(at(y, i)) as f64) - most)
  const whole = most + log64(sum)
  let loss: f64 = 0
  for (let i = 0; i < n; i++) {
    const x = load<f32>(at(y, i)) as f64
    const is = isSparse ? (i === chosen ? 1 : 0) : (load<f32>(at(t, i)) as f64)
    if (is !== 0 || whole !== whole) loss += is * (whole - x)
    if (g !== 0) store<f32>(at(g, i), ((exp64(x - whole) - is) as f32) * factor)
  }
  return loss
}

/** The mean of a loss of each number. */
function each(kind: i32, y: usize, t: usize, g: usize, n: i32, factor: f32, parameter: f32): f64 {
  let loss: f64 = 0
  const part = (factor as f64) / (n as f64)
  for (let i = 0; i < n; i++) {
    const x = load<f32>(at(y, i)) as f64,
      is = load<f32>(at(t, i)) as f64,
      off = x - is
    let change: f64
    switch (kind) {
      case 4: {
        // binary cross-entropy of a probability
        const p = within(load<f32>(at(y, i))) as f64
        const odds = log64(p / (1 - p))
        loss += max(odds, 0) - odds * is + log1p64(exp64(-abs(odds)))
        change = ((p - is) / (p * (1 - p))) * (counts(load<f32>(at(y, i))) as f64)
        break
      }
      case 5: {
        const small = exp64(-abs(x))
        loss += max(x, 0) - x * is + log1p64(small)
        change = (x >= 0 ? 1 / (1 + small) : small / (1 + small)) - is
        break
      }
      case 6:
        loss += off * off
        change = 2 * off
        break
      case 7:
        loss += abs(off)
        change = off > 0 ? 1 : off === off ? -1 : off
        break
      default: {
        // Huber 1964
        const delta = parameter as f64,
          size = abs(off)
        const square = min(size, delta)
        loss += 0.5 * square * square + delta * (size - square)
        change = size <= delta ? off : off > 0 ? delta : off === off ? -delta : off
      }
    }
    if (g !== 0) store<f32>(at(g, i), (change * part) as f32)
  }
  return loss / (n as f64)
}

function throughSoftmax(y: usize, g: usize, n: i32): void {
  let dot: f64 = 0
  for (let i = 0; i < n; i++) dot += (load<f32>(at(g, i)) as f64) * (load<f32>(at(y, i)) as f64)
  for (let i = 0; i < n; i++)
    store<f32>(
      at(g, i),
      ((load<f32>(at(y, i)) as f64) * ((load<f32>(at(g, i)) as f64) - dot)) as f32,
    )
}
