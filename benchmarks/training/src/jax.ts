/**
 * jax-js, which compiles the whole step to WebAssembly: forward, backward, Adam and the moving
 * averages.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import {
  type Array,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax'
import { seededRandom } from '@layersmith/bench'
import { stopwatch } from '@layersmith/benchmark-shared/page'
import type { Contestant, Training } from './contestant.js'
import { classes, type NetName, nets } from './nets/index.js'
import { type JaxNet, jaxNet, type Weights } from './nets/jax.js'

const [RATE, FIRST, SECOND, EPSILON, MOMENTUM] = [1e-3, 0.9, 0.999, 1e-7, 0.99]

/** @returns the contestant, or why it does not take part */
export const startJax = async (threads: number): Promise<Contestant | string> => {
  if (threads > 1) return 'it computes on one thread in Node.js'
  const started = await init('wasm')
  if (!started.includes('wasm')) return 'its device wasm does not start'
  defaultDevice('wasm')
  const require = createRequire(import.meta.url)
  // the manifest is not exported: it is above the folder of the entry
  const manifest = path.join(path.dirname(require.resolve('@jax-js/jax')), '..', 'package.json')
  const { version } = require(manifest) as {
    version: string // every manifest has one
  }
  return {
    name: 'jax',
    facts: { jax: version, threads: 1 },
    train: (net) => Promise.resolve(train(net)),
    stop: () => Promise.resolve(),
  }
}

/** A step as one function: it returns the loss before the step, and the next state. */
const stepOf =
  (apply: JaxNet['apply']) =>
  (
    weights: Weights,
    m: Weights,
    v: Weights,
    moving: Weights,
    corrections: readonly [Array, Array],
    x: Array,
    y: Array,
  ): [Array, Weights, Weights, Weights, Weights] => {
    const lossOf = (trained: Weights): [Array, Weights] => {
      const [logits, batch] = apply(x, trained)
      return [np.mean(np.sum(nn.logSoftmax(logits).mul(y), 1)).mul(-1), batch]
    }
    const [[loss, batch], gradients] = valueAndGrad(lossOf, { hasAux: true })(tree.ref(weights))
    const mixed = (share: number) => (old: Array, now: Array) =>
      old.mul(share).add(now.mul(1 - share))
    const nextM = tree.map(mixed(FIRST), m, tree.ref(gradients))
    const nextV = tree.map(mixed(SECOND), v, tree.map(np.square, gradients))
    const [first, second] = corrections
    const nextWeights = tree.map(
      (w: Array, m: Array, v: Array) =>
        w.sub(
          m
            .div(first.ref)
            .mul(RATE)
            .div(np.sqrt(v.div(second.ref)).add(EPSILON)),
        ),
      weights,
      tree.ref(nextM),
      tree.ref(nextV),
    )
    return [loss, nextWeights, nextM, nextV, tree.map(mixed(MOMENTUM), moving, batch)]
  }

const train = (name: NetName): Training => {
  const { batch, image } = nets[name]
  const net = jaxNet(name)
  const random = seededRandom(1)
  const [height, width, channels] = image
  const x = np
    .array(Float32Array.from({ length: batch * height * width * channels }, () => random() - 0.5))
    .reshape([batch, channels, height, width])
  const y = nn.oneHot(np.array(Int32Array.from({ length: batch }, (_, i) => i % classes)), classes)
  const step = jit(stepOf(net.apply))
  const zeros = (): Weights =>
    Object.fromEntries(Object.entries(net.weights).map(([key, w]) => [key, np.zeros(w.shape)]))
  let [weights, m, v, moving] = [net.weights, zeros(), zeros(), net.moving]
  let t = 0
  return {
    params: [...Object.values(weights), ...Object.values(moving)].reduce(
      (sum, { size }) => sum + size,
      0,
    ),
    output: [classes],
    step: async () => {
      t++
      const corrections = [np.array(1 - FIRST ** t), np.array(1 - SECOND ** t)] as const
      const elapsed = stopwatch()
      const [loss, ...next] = step(weights, m, v, moving, corrections, x.ref, y.ref)
      ;[weights, m, v, moving] = next
      const value = (await loss.jsAsync()) as number // it has no axes
      const { wall, cpu } = elapsed()
      return { time: wall, busy: cpu, loss: value }
    },
    dispose: () => {
      tree.dispose([weights, m, v, moving, x, y])
      step.dispose()
      return Promise.resolve()
    },
  }
}
