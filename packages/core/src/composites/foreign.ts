// Layers that this library does not know: their factories, and how to ask them for output shapes.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describe, snapshot } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'
import { type Sizes, isSizes, show } from '../shape/sizes.js'

/** What the library needs of a layer it does not know; every `tf.layers.Layer` has it. */
export interface ForeignLayer {
  /** The name of its class. */
  getClassName(): string
  /** Its output shape for an input shape, both with the batch first. */
  computeOutputShape(inputShape: (number | null)[]): unknown
  /** Frees its weights. */
  dispose(): unknown
}
/** Makes a layer: called once per position and build, so each position gets its own. */
export type Factory<L extends ForeignLayer = ForeignLayer> = () => L
/** The options of `custom`. */
export interface CustomOptions {
  /**
   * Computes the output sizes from the input sizes, both without the batch. Without this option the
   * library makes a layer, asks it and frees it at once. A factory that makes models needs it.
   */
  outputShape?: ((input: Sizes) => Sizes) | undefined
}
/** What the name of a custom layer stands for. */
export interface CustomEntry extends CustomOptions {
  readonly make: Factory
}

const wrong = (expected: string, got: string, fix: string): Either<Complaint, never> =>
  left(complain('customFactory', { expected, got, fix }))
/** What a TensorFlow.js layer tells about its state. */
interface Life {
  readonly built?: boolean
  /** Its uses; a model has one from the start. */
  readonly inboundNodes?: readonly unknown[]
  readonly weights?: readonly { dispose(): unknown }[]
}
const isForeignLayer = (x: unknown): x is ForeignLayer & Life =>
  typeof x === 'object' &&
  x !== null &&
  'computeOutputShape' in x &&
  typeof x.computeOutputShape === 'function' &&
  'dispose' in x &&
  typeof x.dispose === 'function'

/**
 * The output sizes of a custom layer. `seen` holds the instances that factories have handed out,
 * with the path of each.
 */
export const foreignShape = (
  entry: CustomEntry,
  input: Sizes,
  path: string,
  seen: Map<object, string>,
): Either<Complaint, Sizes> => {
  try {
    const out =
      entry.outputShape === undefined
        ? askLayer(entry, input, path, seen)
        : right(entry.outputShape([...input]))
    if (isLeft(out)) return out
    return isSizes(out.right)
      ? right(out.right)
      : wrong(
          'a layer with one output shape, or an outputShape that returns sizes',
          describe(snapshot(out.right)),
          'return an array of positive integers or null, without the batch',
        )
  } catch (e) {
    return wrong(
      'a layer that accepts its input',
      `the error "${e instanceof Error ? e.message : String(e)}" for input ${show(input)}`,
      'fix the layer, or pass outputShape',
    )
  }
}

const askLayer = (
  entry: CustomEntry,
  input: Sizes,
  path: string,
  seen: Map<object, string>,
): Either<Complaint, unknown> => {
  const layer: unknown = entry.make()
  if (!isForeignLayer(layer))
    return wrong(
      'a layer',
      layer === null ? 'null' : `a ${typeof layer}`,
      'return a tf.layers.Layer',
    )
  const before = seen.get(layer)
  if (before !== undefined) {
    return left(
      complain('customInstanceTwice', {
        expected: 'a new layer at every call',
        got: `the instance of ${before} again`,
        fix: `make it inside the factory, so ${before} and ${path} each get their own layer`,
      }),
    )
  }
  seen.set(layer, path)
  // somebody else may own it, so we must not free it, and asking it would leak it
  if (layer.inboundNodes !== undefined && layer.inboundNodes.length > 0)
    return wrong(
      'an unused layer',
      'one that is in use, or a model',
      'pass outputShape, (input) => sizes, and make a new layer at every call',
    )
  try {
    const shape = layer.computeOutputShape([null, ...input])
    return right(Array.isArray(shape) ? shape.slice(1) : shape)
  } finally {
    // TensorFlow.js does not dispose a layer that was never applied, so we dispose its weights one
    // by one; an unbuilt layer has none
    if (layer.built === true) for (const weight of layer.weights ?? []) weight.dispose()
  }
}
