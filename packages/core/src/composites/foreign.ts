// Layers that this library does not know: their factories, and asking them for output shapes.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describe, snapshot } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'
import { type Sizes, isSizes, show } from '../shape/sizes.js'

/** What is needed of a layer that this library does not know; every `tf.layers.Layer` has it. */
export interface ForeignLayer {
  getClassName(): string
  computeOutputShape(inputShape: (number | null)[]): unknown
  dispose(): unknown
}
/** Makes a layer: called once per position and build, so each position has its own. */
export type Factory<L extends ForeignLayer = ForeignLayer> = () => L
export interface CustomOptions {
  /**
   * The sizes that come out, from the sizes that go in, without the batch. Without it a layer is
   * made and asked, and freed at once. A model has to be given with it.
   */
  outputShape?: (input: Sizes) => Sizes
}
/** What stands behind the name of a custom layer. */
export interface CustomEntry extends CustomOptions {
  readonly make: Factory
}

const wrong = (expected: string, got: string, fix: string): Either<Complaint, never> =>
  left(complain('customFactory', { expected, got, fix }))
/** What a layer of TensorFlow.js tells of its life. */
interface Life {
  readonly built?: boolean
  /** Its uses; a model has one from the start. */
  readonly inboundNodes?: readonly unknown[]
  readonly weights?: readonly { dispose(): unknown }[]
}
const isLayer = (x: unknown): x is ForeignLayer & Life =>
  typeof x === 'object' &&
  x !== null &&
  'computeOutputShape' in x &&
  typeof x.computeOutputShape === 'function' &&
  'dispose' in x &&
  typeof x.dispose === 'function'

/**
 * The sizes that come out of a custom layer; `seen` knows which instances the factories have handed
 * out, and where.
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
          'a layer with one output shape, or outputShape to give sizes',
          describe(snapshot(out.right)),
          'return an array of positive integers or null, without the batch',
        )
  } catch (e) {
    return wrong(
      'a layer that accepts its input',
      `the error "${e instanceof Error ? e.message : String(e)}" for input ${show(input)}`,
      'mend the layer, or give outputShape',
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
  if (!isLayer(layer))
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
        fix: `make it inside the factory, so that ${before} and ${path} get layers of their own`,
      }),
    )
  }
  seen.set(layer, path)
  // nobody knows whose it is, so it must not be freed, and asking would leave it behind
  if (layer.inboundNodes !== undefined && layer.inboundNodes.length > 0)
    return wrong(
      'a layer that nobody uses',
      'one that is in use, or a model',
      'give outputShape, (input) => sizes, and make a new one at every call',
    )
  try {
    const shape = layer.computeOutputShape([null, ...input])
    return right(Array.isArray(shape) ? shape.slice(1) : shape)
  } finally {
    // TensorFlow.js disposes no layer that was never applied, so its weights go one by one; an
    // unbuilt one has none
    if (layer.built === true) for (const weight of layer.weights ?? []) weight.dispose()
  }
}
