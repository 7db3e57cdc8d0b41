/**
 * A layer made of layers, written by hand so that it trains, saves and frees what it holds: see
 * docs/from-subclass-to-block.md. It builds its sub-layers symbolically and takes over their
 * weights.
 */
import * as tf from '@tensorflow/tfjs'

type Layer = tf.layers.Layer
export type Kwargs = Parameters<Layer['call']>[1]
/** What flows through layers: symbolic tensors while they are built, concrete ones afterwards. */
export type Flow = tf.SymbolicTensor | tf.Tensor

export abstract class Composite extends tf.layers.Layer {
  private made: tf.Shape = []

  /** The inner layers that hold weights. */
  protected abstract readonly parts: readonly Layer[]

  /** From the input to the output, through all inner layers. */
  protected abstract flow(x: Flow, kwargs?: Kwargs): Flow

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.made = this.flow(tf.input({ batchShape: shapeOf(inputShape) })).shape
    this.trainableWeights = this.parts.flatMap((part) => part.trainableWeights)
    this.nonTrainableWeights = this.parts.flatMap((part) => part.nonTrainableWeights)
    super.build(inputShape)
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    // concrete in, concrete out
    return tf.tidy(() => this.flow(tensorOf(inputs), kwargs) as tf.Tensor)
  }

  override computeOutputShape(): tf.Shape {
    return this.made
  }
}

/** Applies layers one after another. */
export const chain = (x: Flow, kwargs: Kwargs | undefined, ...layers: readonly Layer[]): Flow =>
  // one output each; the type of apply() also allows several
  layers.reduce((value, layer) => layer.apply(value, kwargs) as Flow, x)

const shapeOf = (shapes: tf.Shape | tf.Shape[]): tf.Shape =>
  // a list of shapes begins with a list; a shape begins with a number or null
  Array.isArray(shapes[0]) ? shapes[0] : (shapes as tf.Shape)

const tensorOf = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor => {
  const [tensor] = [inputs].flat()
  if (tensor === undefined) throw new Error('expected one input tensor, got none')
  return tensor
}
