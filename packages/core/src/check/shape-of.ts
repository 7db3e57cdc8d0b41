// The whole walk over a net, and its shape alone.
import { isLeft } from 'fp-ts/lib/Either.js'
import { linksOf, summaryOfNet } from '../ast/chain.js'
import type { Value } from './positions.js'
import { Expansion } from './walk.js'
import { tooLarge } from '../ast/limits.js'
import type { Arm, Chain, InputNode, Link } from '../ast/node.js'
import { callSiteOf } from '../base/call-site.js'
import { BuildError, ownBug, problem } from '../base/problem.js'
import { Scope } from '../ast/scope.js'
import type { Sizes } from '../shape/sizes.js'
import { type PlannedInput, startOf } from '../ast/input.js'

/** What only a mistake of ours can be. */
export const MISSING = 'a shape is missing without a problem'

/** A net walked through. */
export interface Expanded {
  readonly expansion: Expansion
  readonly inputs: readonly PlannedInput[]
  /** One, or one for each head; none where nothing could be walked. */
  readonly outputs: readonly Value[]
}

/** The whole walk over a net; nothing is known of what follows a wrong input. */
export const expand = (input: InputNode, chain: Chain, heads: readonly Arm[] | null): Expanded => {
  const expansion = new Expansion()
  const start = startOf(input)
  if (isLeft(start)) {
    expansion.problems.push(problem('input', callSiteOf(input), start.left))
    return { expansion, inputs: [], outputs: [] }
  }
  return { expansion, inputs: start.right, outputs: expansion.net(start.right, chain, heads) }
}

const shapes = new WeakMap<Link, { readonly input: InputNode; readonly shape: Sizes }>()
/** The sizes that come out, or those of each head. */
export const shapeOf = (
  input: InputNode,
  chain: Chain,
  heads: readonly Arm[] | null,
): Sizes | Readonly<Record<string, Sizes>> => {
  if (heads === null) return sizesBehind(input, chain)
  const sizes = complete(expand(input, chain, heads))
  return Object.freeze(Object.fromEntries(heads.map(({ name }, i) => [name, sizes[i] ?? []])))
}

/**
 * The sizes behind a fixed chain, from the nearest link whose sizes are known: a call costs as much
 * as what is new. Where names must differ within the whole net (taps, custom layers) or something
 * is wrong, the whole net is walked.
 */
const sizesBehind = (input: InputNode, chain: Chain): Sizes => {
  const known = (l: Chain): Sizes | undefined => {
    const found = l === null ? undefined : shapes.get(l)
    return found?.input === input ? found.shape : undefined
  }
  const summary = summaryOfNet(chain, null)
  const whole =
    summary.traits.includes('taps') ||
    summary.traits.includes('foreign') ||
    tooLarge(summary) !== null
  let from = chain
  while (from !== null && known(from) === undefined) from = whole ? null : from.previous
  const start = known(from)
  const quick = start === undefined ? null : behind(start, linksOf(chain, from))
  const [shape] = complete(
    quick?.expansion.problems.length === 0 ? quick : expand(input, chain, null),
  )
  if (shape === undefined) return ownBug(MISSING)
  if (chain !== null) shapes.set(chain, { input, shape })
  return shape
}
const behind = (shape: Sizes, links: readonly Link[]): Pick<Expanded, 'expansion' | 'outputs'> => {
  const expansion = new Expansion()
  return {
    expansion,
    outputs: [
      expansion.chain(
        links,
        { from: 'input', shape },
        { scope: new Scope(), frozen: false, rounds: '', tie: null },
      ),
    ],
  }
}

/** The sizes of all outputs, or the problems thrown. */
const complete = ({
  expansion,
  outputs,
}: Pick<Expanded, 'expansion' | 'outputs'>): readonly Sizes[] => {
  const [first, ...rest] = expansion.problems
  if (first !== undefined) throw new BuildError([first, ...rest])
  return outputs.map(({ shape }) => shape ?? ownBug(MISSING))
}
