// The shape of a net by itself, for `.shape`.
import { linksOf } from '../ast/chain.js'
import { tooLarge } from '../ast/limits.js'
import type { Arm, Chain, InputNode, Link } from '../ast/node.js'
import { summaryOf } from '../ast/summary.js'
import { memo } from '../base/memo.js'
import { BuildError, ownBug } from '../base/problem.js'
import type { Sizes } from '../shape/sizes.js'
import { NetWalk, type Walked, beginning, certain, walkNet } from './walk.js'

/** The output sizes of a net, or those of each head by name. */
export const shapeOf = (
  input: InputNode,
  chain: Chain,
  heads: readonly Arm[] | null,
): Sizes | Readonly<Record<string, Sizes>> => {
  if (heads === null) return sizesAfter(input, chain)
  const sizes = outputsOf(walkNet(input, chain, heads))
  return Object.freeze(Object.fromEntries(heads.map(({ name }, i) => [name, sizes[i] ?? []])))
}

const shapes = memo<{ readonly input: InputNode; readonly shape: Sizes }>()
const known = (input: InputNode, chain: Chain): Sizes | undefined => {
  const found = chain === null ? undefined : shapes.get(chain)
  return found?.input === input ? found.shape : undefined
}

/**
 * The sizes after a fixed chain. It starts from the nearest link whose sizes are known, so a call
 * costs only as much as what is new. It walks the whole net where names must differ throughout the
 * net (taps, custom layers), or where something is wrong.
 */
const sizesAfter = (input: InputNode, chain: Chain): Sizes => {
  const summary = summaryOf(chain)
  const needsAll =
    summary.traits.includes('taps') ||
    summary.traits.includes('foreign') ||
    tooLarge(summary) !== null
  let from = chain
  while (from !== null && known(input, from) === undefined) from = needsAll ? null : from.previous
  const start = known(input, from)
  const quick = start === undefined ? null : walkOn(start, linksOf(chain, from))
  const walked = quick?.walk.problems.length === 0 ? quick : walkNet(input, chain, null)
  const [shape] = outputsOf(walked)
  if (shape === undefined) return ownBug('a net has neither outputs nor problems')
  if (chain !== null) shapes.set(chain, { input, shape })
  return shape
}

type Outcome = Pick<Walked, 'walk' | 'outputs'>
const walkOn = (shape: Sizes, links: readonly Link[]): Outcome => {
  const walk = new NetWalk()
  return { walk, outputs: [walk.links(links, { from: 'input', shape }, beginning())] }
}

/** The sizes of all outputs; throws the problems if there are any. */
const outputsOf = ({ walk, outputs }: Outcome): readonly Sizes[] => {
  const [first, ...rest] = walk.problems
  if (first !== undefined) throw new BuildError([first, ...rest])
  return outputs.map(certain)
}
