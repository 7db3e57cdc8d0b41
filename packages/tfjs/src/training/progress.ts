// Shows how training goes.
import * as tf from '@tensorflow/tfjs'
import { type FitParams, batchesOf, callbackOf } from './callback.js'

/** The part of a terminal that this uses, so that browsers need no types of Node.js. */
interface Terminal {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const WIDTH = 20
/** How long a bar stays as it is, in milliseconds. */
const PAUSE = 100
/** To the start of the line, which is then cleared. */
const AGAIN = '\r\u001b[K'

/**
 * Writes a line for each epoch: its number, how long it took, and its losses and metrics. In a
 * terminal, a bar shows how far the epoch is; elsewhere, also in browsers, there are only the
 * lines, in the console. The bar has no metrics, since reading them slows down training on a GPU.
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { callbacks, input, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(1), { seed: 1 })
 * built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
 * const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])]
 * await built.model.fit(x, y, { epochs: 2, callbacks: [callbacks.progress()] })
 * // Epoch 1/2  0.0 s  loss 0.8125
 * // Epoch 2/2  0.0 s  loss 0.5893
 * tf.dispose([x, y])
 * built.dispose()
 */
export const progress = (): tf.CustomCallback => {
  // absent in browsers
  const output = (globalThis as { process?: { stdout?: Terminal } }).process?.stdout
  const terminal = output?.isTTY === true ? output : null
  let [epoch, start, drawn] = [0, 0, 0]
  return callbackOf((run) => ({
    onEpochBegin: (number) => {
      epoch = number
      start = drawn = tf.util.now()
    },
    ...(terminal === null
      ? {}
      : {
          onBatchBegin: (batch: number) => {
            const now = tf.util.now()
            if (now - drawn < PAUSE) return
            drawn = now
            terminal.write(AGAIN + bar(run().params, epoch, batch) + seconds(now - start))
          },
        }),
    onEpochEnd: (number, logs = {}) => {
      const values = Object.entries(logs).map(([name, value]) => `${name} ${short(value)}`)
      const line = [head(run().params, number), seconds(tf.util.now() - start), ...values].join(
        '  ',
      )
      if (terminal === null) console.log(line)
      else terminal.write(`${AGAIN}${line}\n`)
    },
  }))
}

const head = ({ epochs }: FitParams, epoch: number): string => `Epoch ${epoch + 1}/${epochs}`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
/** Four digits after the point; small numbers keep their first four digits. */
const short = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(3) : value.toFixed(4)

/** How far an epoch is; only the number of batches where nobody knows how many come. */
const bar = (params: FitParams, epoch: number, done: number): string => {
  const all = batchesOf(params)
  if (all === null) return `${head(params, epoch)}  ${done}  `
  const full = Math.min(WIDTH, Math.floor((WIDTH * done) / all))
  const line = `${'='.repeat(full)}${' '.repeat(WIDTH - full)}`
  return `${head(params, epoch)}  [${line}]  ${done}/${all}  `
}
