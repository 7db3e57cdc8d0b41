// Where a net starts: at one input, called 'input', or at several, each with its own name.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describe, isForeign, isObject } from '../base/json.js'
import type { InputNode } from './node.js'
import { type Complaint, complain } from '../base/problem.js'
import { readName } from '../base/names.js'
import { terms } from '../base/sentences.js'
import { type Sizes, agree, isSizes, merge, show, tooLong } from '../shape/sizes.js'

/** An input of a net. */
export interface PlannedInput {
  /** 'input' when there is only one. */
  readonly name: string
  /** The sizes that come in, without the batch. */
  readonly shape: Sizes
}
/** The name of the input when there is only one. */
export const ONLY = 'input'

/** What to do about wrong names. */
export const RENAME_INPUT = 'choose another name for this input'
export const RENAME_OUTPUT = 'choose another name for this output'

/** The names of several inputs, in order; null for a single one. */
export const inputNames = ({ shape }: InputNode): readonly string[] | null =>
  isObject(shape) && !isForeign(shape) ? Object.keys(shape) : null

/** Whether a part starts at several named inputs. */
export const isSeveral = (input: InputNode): boolean => inputNames(input) !== null

/** TensorFlow.js computes with six axes at most; every position has as many sizes. */
const MAX_AXES = 32
const tooLarge = (sizes: Sizes): Complaint | null =>
  sizes.length > MAX_AXES
    ? complain('invalidOption', {
        expected: `an input can have at most ${MAX_AXES} sizes`,
        got: String(sizes.length),
        fix: 'write input([height, width, channels])',
      })
    : tooLong(...sizes)

/** The inputs that a node describes, or what is wrong with it. */
export const startOf = (node: InputNode): Either<Complaint, readonly PlannedInput[]> => {
  const { shape } = node
  if (isSizes(shape)) {
    const complaint = tooLarge(shape)
    return complaint === null ? right([{ name: ONLY, shape }]) : left(complaint)
  }
  const wrong = (got: string): Either<Complaint, never> =>
    left(
      complain('invalidOption', {
        expected: `every size must be ${terms.count} or null`,
        got,
        fix: isSeveral(node)
          ? 'give them by name: { left: [height, width, channels], right: [size] }'
          : 'write input([height, width, channels])',
      }),
    )
  if (!isObject(shape) || isForeign(shape)) return wrong(describe(shape))
  const inputs: PlannedInput[] = []
  for (const [name, sizes] of Object.entries(shape)) {
    const read = readName(name, RENAME_INPUT)
    if (isLeft(read)) return read
    if (!isSizes(sizes)) return wrong(`${describe(sizes)} for ${name}`)
    const complaint = tooLarge(sizes)
    if (complaint !== null) return left(complaint)
    inputs.push({ name, shape: sizes })
  }
  return inputs.length < 2
    ? left(
        complain('invalidOption', {
          expected: 'inputs must be at least two',
          got: String(inputs.length),
          fix: 'for a single input, write input([height, width, channels])',
        }),
      )
    : right(inputs)
}

/**
 * The sizes that two descriptions of the same inputs give together, or why the inputs differ;
 * `made` sets the names and their order.
 */
export const mergedStart = (
  made: readonly PlannedInput[],
  asked: readonly PlannedInput[],
): Either<Complaint, readonly PlannedInput[]> => {
  const shapes = new Map(asked.map(({ name, shape }) => [name, shape]))
  const both = made.map(({ name, shape }) => {
    const other = shapes.get(name)
    return other !== undefined && agree(shape, other) ? { name, shape: merge(other, shape) } : null
  })
  return made.length === asked.length && both.every((one) => one !== null)
    ? right(both)
    : left(
        complain('wrongInput', {
          expected: showStart(made),
          got: showStart(asked),
          fix: 'leave inputShape out, or make the part with block() to fit any input',
        }),
      )
}

/** The input node that describes these inputs. */
export const startNode = (inputs: readonly PlannedInput[]): InputNode => {
  const [first] = inputs
  return Object.freeze({
    kind: 'input',
    shape:
      inputs.length === 1 && first?.name === ONLY
        ? first.shape
        : Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])),
  })
}

/** '28x28x1', or 'left 28x28x1, right 8'. */
const showStart = (inputs: readonly PlannedInput[]): string =>
  inputs
    .map(({ name, shape }) =>
      name === ONLY && inputs.length === 1 ? show(shape) : `${name} ${show(shape)}`,
    )
    .join(', ')

/** The sizes of a part's only input; null when they are invalid, or it has several inputs. */
export const sizesOf = (node: InputNode): Sizes | null => {
  const start = startOf(node)
  return isLeft(start) || isSeveral(node) ? null : (start.right[0]?.shape ?? null)
}
