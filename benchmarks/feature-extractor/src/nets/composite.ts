/**
 * A layer made of layers, as it has to be written by hand if it is to train, save and free what it
 * holds: see docs/from-subclass-to-block.md. Sub-layers are built symbolically; their weights are
 * taken over.
 */
import * as tf from '@tensorflow/tfjs'

type Layer = tf.layers.Layer
export type Kwargs = Parameters<Layer['call']>[1]
/** What flows through layers: symbolic while they are built, concrete afterwards. */
export type Flow = tf.SymbolicTensor | tf.Tensor

export abstract class Composite extends tf.layers.Layer {
  private made: tf.Shape = []

  /** The layers inside that hold weights. */
  protected abstract readonly parts: readonly Layer[]

  /** From the input to the output, through all layers inside. */
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

/** One layer behind the other. */
export const chain = (x: Flow, kwargs: Kwargs | undefined, ...layers: readonly Layer[]): Flow =>
  // one output each; the type of apply also allows several
  layers.reduce((value, layer) => layer.apply(value, kwargs) as Flow, x)

const shapeOf = (shapes: tf.Shape | tf.Shape[]): tf.Shape =>
  // a list of shapes has a list as its first entry; a shape has a number or null
  Array.isArray(shapes[0]) ? shapes[0] : (shapes as tf.Shape)

const tensorOf = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor => {
  const [tensor] = [inputs].flat()
  if (tensor === undefined) throw new Error('expected one input tensor, got none')
  return tensor
}
