import * as tf from '@tensorflow/tfjs'
import { onlyShape } from '../tf/tensors.js'
import type { Base, OwnConfig } from './own-layer.js'

interface Config extends OwnConfig {
  readonly units: number
  readonly resetAfter?: boolean
}
interface Activation {
  apply(x: tf.Tensor): tf.Tensor
}
type Addition = Parameters<tf.layers.Layer['addWeight']>
/** What a GRUCell has. Its layer frees the masks before each call. */
interface CellMembers {
  useBias: boolean
  readonly units: number
  readonly kernel: tf.LayerVariable
  readonly recurrentKernel: tf.LayerVariable
  bias: tf.LayerVariable | null
  readonly activation: Activation
  readonly recurrentActivation: Activation
  readonly biasInitializer: Addition[3]
  readonly biasRegularizer: Addition[4]
  readonly biasConstraint: Addition[6]
  readonly dropout: number
  readonly recurrentDropout: number
  dropoutMask: tf.Tensor | null
  recurrentDropoutMask: tf.Tensor | null
}

const layer = tf.layers.gru({ units: 1 })
// the types of the stock classes do not say that they can be extended
const GRU = layer.constructor as unknown as Base<Config>
const GRUCell = (layer as unknown as { readonly cell: object }).cell.constructor as Base<Config>

/** A step of a GRU whose reset gate applies to the product, with a bias of its own. */
class Cell extends GRUCell {
  /** The members that the stock class hides. */
  get #members(): CellMembers {
    return this as unknown as CellMembers
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const cell = this.#members
    const { useBias, units } = cell
    cell.useBias = false
    super.build(onlyShape(shape))
    cell.useBias = useBias
    if (useBias)
      cell.bias = this.addWeight(
        'bias',
        [2, 3 * units],
        'float32',
        cell.biasInitializer,
        cell.biasRegularizer,
        true,
        cell.biasConstraint,
      )
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor[] {
    return tf.tidy(() => {
      const cell = this.#members
      const [x, state] = inputs as [tf.Tensor2D, tf.Tensor2D] // an input and the state before
      const training = 'training' in kwargs && kwargs.training === true
      const given = training ? this.#dropped(x, 'dropout') : x
      const before = training ? this.#dropped(state, 'recurrentDropout') : state
      const [bias, recurrentBias] = cell.bias === null ? [] : tf.split(cell.bias.read(), 2)
      const product = (a: tf.Tensor2D, kernel: tf.LayerVariable, more?: tf.Tensor): tf.Tensor[] => {
        const y = tf.matMul(a, kernel.read())
        return tf.split(more === undefined ? y : tf.add(y, more), 3, 1)
      }
      const [inZ, inR, inH] = product(given, cell.kernel, bias) as Gates
      const [z, r, h] = product(before, cell.recurrentKernel, recurrentBias) as Gates
      const update = cell.recurrentActivation.apply(tf.add(inZ, z))
      const reset = cell.recurrentActivation.apply(tf.add(inR, r))
      const candidate = cell.activation.apply(tf.add(inH, tf.mul(reset, h)))
      const after = tf.add(tf.mul(update, state), tf.mul(tf.sub(1, update), candidate))
      return [after, after]
    })
  }

  /** The same values are dropped at all steps of a call. */
  #dropped(x: tf.Tensor2D, name: 'dropout' | 'recurrentDropout'): tf.Tensor2D {
    const cell = this.#members
    const rate = cell[name]
    if (rate <= 0 || rate >= 1) return x
    const mask = (cell[`${name}Mask`] ??= tf.keep(tf.dropout(tf.onesLike(x), rate)))
    return tf.mul(x, mask)
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: true }
  }
}
/** A third of a product for each gate, and for the candidate. */
type Gates = [tf.Tensor, tf.Tensor, tf.Tensor]

/** Keras's GRU with `reset_after`, which TensorFlow.js's refuses. */
export class GRUResetAfter extends GRU {
  static readonly className = 'GRUResetAfter'

  constructor(config: Config) {
    super({ ...config, resetAfter: false })
    Reflect.set(this, 'cell', new Cell({ ...config, resetAfter: false }))
  }
}
