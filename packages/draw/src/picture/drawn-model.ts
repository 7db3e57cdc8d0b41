// What is read of a TensorFlow.js model.

/** What is read of a weight. */
export interface DrawnWeight {
  readonly shape: readonly (number | null)[]
}
/** What is read of a layer; every `tf.layers.Layer` has it. */
export interface DrawnLayer {
  readonly name: string
  readonly trainable: boolean
  readonly weights: readonly DrawnWeight[]
  readonly trainableWeights: readonly DrawnWeight[]
  readonly inboundNodes: readonly DrawnCall[]
  /** The name of its class, `Conv2D`. */
  getClassName(): string
  /** Its settings; it may throw. */
  getConfig(): object
}
/** A tensor in the graph of a model. */
export interface DrawnTensor {
  readonly shape: readonly (number | null)[]
  readonly sourceLayer: DrawnLayer
  readonly nodeIndex: number
}
/** One call of a layer. */
export interface DrawnCall {
  readonly outboundLayer: DrawnLayer
  readonly inboundLayers: readonly DrawnLayer[]
  readonly inputTensors: readonly DrawnTensor[]
  readonly outputTensors: readonly DrawnTensor[]
}
/** What is read of a model; every `tf.LayersModel` has it. */
export interface DrawnModel {
  readonly name: string
  readonly layers: readonly DrawnLayer[]
  readonly inputs: readonly DrawnTensor[]
  readonly outputs: readonly DrawnTensor[]
  readonly outputNames: readonly string[]
}
export const isModel = (x: object): x is DrawnModel =>
  'layers' in x && 'inputs' in x && 'outputs' in x

/** The model that computes a layer: a model is a layer itself, and `toLayer` makes one of it. */
export const modelIn = (layer: DrawnLayer): DrawnModel | null => {
  const inner: object = layer
  if (isModel(inner)) return inner
  if (layer.getClassName() !== 'LayersmithBlock' || !('model' in layer)) return null
  const { model } = layer
  return typeof model === 'object' && model !== null && isModel(model) ? model : null
}

/** How many numbers weights have. */
export const countOf = (weights: readonly DrawnWeight[]): number =>
  weights.reduce((n, { shape }) => n + shape.reduce<number>((m, size) => m * (size ?? 1), 1), 0)

/** The weights of layers, by whether they train now. */
export const paramsOf = (
  layers: readonly DrawnLayer[],
): { readonly trainable: number; readonly nonTrainable: number } => {
  const trainable = countOf(layers.flatMap((layer) => layer.trainableWeights))
  return { trainable, nonTrainable: countOf(layers.flatMap(({ weights }) => weights)) - trainable }
}
