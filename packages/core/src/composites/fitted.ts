// Checks a part that is made for one input against the value it gets.
import { isLeft } from 'fp-ts/lib/Either.js'
import { sizesOf, startOf } from '../ast/input.js'
import type { CompositeNode, InputNode } from '../ast/node.js'
import { complain } from '../base/problem.js'
import { agree, merge, show } from '../shape/sizes.js'
import type { Value, Walk } from './composite.js'

/** The value as such a part sees it; complains if it does not fit. */
export const fitted = (
  node: CompositeNode & { readonly input: InputNode | null },
  value: Value,
  path: string,
  walk: Walk,
): Value => {
  const { input } = node
  if (input === null || (value.shape === null && value.inputs === undefined)) return value
  const start = startOf(input)
  const wanted = sizesOf(input)
  if (wanted !== null && value.shape !== null && agree(wanted, value.shape))
    return { ...value, shape: merge(value.shape, wanted) }
  if (isLeft(start)) walk.complainOnce(path, input, start.left)
  else if (wanted === null || value.shape === null)
    walk.complainOnce(
      path,
      node,
      complain('severalInputs', {
        expected: 'one input',
        got: 'a net of several',
        fix: 'use such a net as it is, and put other parts after its merge',
      }),
    )
  else
    walk.complain(
      path,
      node,
      complain('wrongInput', {
        expected: show(wanted),
        got: show(value.shape),
        fix: 'use the part after such an output, or make it with block() to fit any input',
      }),
    )
  return { from: value.from, shape: null }
}
