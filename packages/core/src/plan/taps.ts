// Taps as data: what flows at each one, and how coarse it is.
import { definitionOf } from '../kinds/registry.js'
import type { Draft, DraftTap } from '../check/positions.js'
import { freeze } from '../base/json.js'
import type { Stride } from '../kinds/kind.js'
import type { Sizes } from '../shape/sizes.js'
import type { PlannedInput } from '../ast/input.js'

/** A named intermediate output. */
export interface PlannedTap extends DraftTap {
  /** The last size; null if it is unknown or missing. */
  readonly channels: number | null
  /**
   * How many steps of the net's input one step at the tap covers, for each axis but the last:
   * [y, x] for an image; a fraction where the tap is finer. null where that has no meaning: for
   * vectors, after flatten, globalPool or custom layers, and where arms of different strides meet.
   * timm calls it `reduction`.
   */
  readonly stride: Stride
}

type Placed = Pick<Draft, 'path' | 'kind' | 'config' | 'inputs' | 'shape'>

/** The taps of a walk, completed with what its positions tell about them. */
export const plannedTaps = (
  taps: readonly DraftTap[],
  inputs: readonly PlannedInput[],
  positions: readonly Placed[],
): readonly PlannedTap[] => {
  if (taps.length === 0) return []
  const at = new Map<string, { readonly shape: Sizes; readonly stride: Stride }>(
    inputs.map(({ name, shape }) => [name, { shape, stride: ones(shape) }]),
  )
  for (const position of positions)
    at.set(position.path, {
      shape: position.shape,
      stride: strideAfter(
        position,
        position.inputs.flatMap((from) => at.get(from) ?? []),
      ),
    })
  return taps.map((tap) =>
    freeze({
      ...tap,
      channels: tap.shape.at(-1) ?? null,
      stride: at.get(tap.from)?.stride ?? null,
    }),
  )
}

const ones = (shape: Sizes): Stride => (shape.length < 2 ? null : shape.slice(0, -1).map(() => 1))

const strideAfter = (
  { kind, config, shape }: Placed,
  given: readonly { readonly shape: Sizes; readonly stride: Stride }[],
): Stride => {
  const inputs = given.filter((input) => given.length === 1 || !isStretched(input.shape, shape))
  const [first, ...others] = inputs
  // we do not know what a custom layer does to the axes
  if (
    kind === 'custom' ||
    first === undefined ||
    first.stride === null ||
    others.some(({ stride }) => String(stride) !== String(first.stride))
  )
    return null
  const told = definitionOf(kind).stride?.(config, first.stride)
  if (told !== undefined) return told
  return inputs.every(
    (input) =>
      String(input.shape.slice(0, -1)) === String(shape.slice(0, -1)) &&
      input.shape.length === shape.length,
  )
    ? first.stride
    : null
}

/** Whether a merge stretches a value of this shape: its places say nothing about the others'. */
const isStretched = (from: Sizes, to: Sizes): boolean =>
  from.slice(0, -1).some((n, i) => n === 1 && to[i] !== 1)
