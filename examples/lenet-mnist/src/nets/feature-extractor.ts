/**
 * The feature extractor as people write it today: a custom layer that holds other layers.
 *
 * It is correct, but long, because TensorFlow.js leaves all of this to the author and checks none
 * of it:
 * - only the author knows which layers may serve two places (the pool may, a batch normalization
 *   never);
 * - every shape is worked out twice, in `build` and in `computeOutputShape`;
 * - nothing finds the weights of inner layers: unless `build` hands them over, the layer trains and
 *   saves nothing;
 * - inner layers need fixed names, or saved weights do not fit the next model in the same process;
 * - `training` must be passed on, or the batch normalizations never learn their statistics;
 * - without `className`, `getConfig` and `registerClass`, the model cannot be loaded again.
 *
 * With layersmith, the whole file becomes
 * block().conv(6, 4, …).bn().pool(2).conv(16, 4, …).bn().pool(2)
 */
import * as tf from '@tensorflow/tfjs'

type Layer = tf.layers.Layer
type Kwargs = Parameters<Layer['call']>[1]

class FeatureExtractor extends tf.layers.Layer {
  static readonly className = 'FeatureExtractor'

  private readonly conv1 = tf.layers.conv2d({
    name: 'conv1',
    filters: 6,
    kernelSize: 4,
    activation: 'relu',
  })
  private readonly bn1 = tf.layers.batchNormalization({ name: 'bn1', momentum: 0.9 })
  private readonly conv2 = tf.layers.conv2d({
    name: 'conv2',
    filters: 16,
    kernelSize: 4,
    activation: 'relu',
  })
  private readonly bn2 = tf.layers.batchNormalization({ name: 'bn2', momentum: 0.9 })
  /** Holds no state, so one is enough for both places. */
  private readonly pool = tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 })

  private readonly steps: readonly Layer[] = [
    this.conv1,
    this.bn1,
    this.pool,
    this.conv2,
    this.bn2,
    this.pool,
  ]
  private readonly withWeights: readonly Layer[] = [this.conv1, this.bn1, this.conv2, this.bn2]

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    // Applying the layers to a symbolic input builds each of them for the output shape of the one
    // before.
    let flow: tf.SymbolicTensor = tf.input({ batchShape: singleShape(inputShape) })
    for (const step of this.steps) {
      // apply() of a symbolic tensor returns a symbolic tensor; its type also allows concrete ones.
      flow = step.apply(flow) as tf.SymbolicTensor
    }
    this.trainableWeights = this.withWeights.flatMap((layer) => layer.trainableWeights)
    this.nonTrainableWeights = this.withWeights.flatMap((layer) => layer.nonTrainableWeights)
    super.build(inputShape)
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      let flow = singleTensor(inputs)
      for (const step of this.steps) {
        // apply() of a concrete tensor returns a concrete one; its type also allows symbolic ones.
        flow = step.apply(flow, kwargs) as tf.Tensor
      }
      return flow
    })
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    let shape = singleShape(inputShape)
    for (const step of this.steps) {
      shape = singleShape(step.computeOutputShape(shape))
    }
    return shape
  }
}

tf.serialization.registerClass(FeatureExtractor)

/** The whole network around it: flatten, and a dense layer for the ten digits. */
export function handWrittenNet(): tf.LayersModel {
  const image = tf.input({ shape: [28, 28, 1] })
  const features = new FeatureExtractor({ name: 'features' }).apply(image)
  const flat = tf.layers.flatten({ name: 'flatten' }).apply(features)
  // apply() of a symbolic tensor returns a symbolic tensor; its type also allows concrete ones.
  const scores = tf.layers
    .dense({ name: 'dense', units: 10, activation: 'softmax' })
    .apply(flat) as tf.SymbolicTensor
  return tf.model({ inputs: image, outputs: scores })
}

function singleShape(shapes: tf.Shape | tf.Shape[]): tf.Shape {
  // The first entry of a list of shapes is a list; the first entry of a shape is a number or null.
  return Array.isArray(shapes[0]) ? shapes[0] : (shapes as tf.Shape)
}

function singleTensor(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const tensor = Array.isArray(inputs) ? inputs[0] : inputs
  if (tensor === undefined) {
    throw new Error('FeatureExtractor: expected one input tensor, got none')
  }
  return tensor
}
