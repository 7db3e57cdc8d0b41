// Cuts, replaces and inserts parts of any net by their paths.
import { type State, make, netOf } from '../ast/block.js'
import { link, withBodies } from '../ast/chain.js'
import type { Chain, Link } from '../ast/node.js'
import { exact } from '../base/arity.js'
import { describe, snapshot } from '../base/json.js'
import { BuildError, complain, ownBug, problem } from '../base/problem.js'
import { named, partOf } from '../composites/group.js'
import { check, plan } from '../plan/plan.js'
import type { UnknownTaps } from '../types/op.js'
import type { AnyBlock, Block } from '../types/block.js'
import type { AnyDescription, Tapped, Trait } from '../types/signature.js'
import { type Place, namesIn, placeOf } from './places.js'
import { type Edit, cut, rebuilt } from './rebuild.js'

/** A net that was edited: its sizes, taps and what it holds are known at run time only. */
export type Edited<N> = N extends AnyBlock
  ? Block<Tapped<number[], number[], UnknownTaps>, Trait>
  : AnyDescription

/** An edited net, and what has changed in it. */
export interface Surgery<N> {
  readonly net: Edited<N>
  /** The paths of positions that went. All others have kept their paths. */
  readonly removed: readonly string[]
  /** The paths of positions that came; one may be among those removed. */
  readonly added: readonly string[]
}

const edited = ({ chain, heads, ...rest }: State, edit: Edit): State => ({
  ...rest,
  chain: rebuilt(chain, edit),
  heads:
    heads === null
      ? null
      : withBodies(
          heads,
          heads.map(({ body }) => rebuilt(body, edit)),
        ),
})
/** A net whose links are all different, and what the path names in it. */
const opened = (net: AnyDescription, path: unknown, call: string, isEnd = true) => {
  const paths = plan(net).positions.map((position) => position.path)
  if (typeof path !== 'string')
    throw new TypeError(
      `${call}: needs the path of a position or part, got ${describe(snapshot(path))}; ` +
        "write it as summary(net) does: 'conv1', 'stem.conv1'",
    )
  const state = edited(netOf(net), {})
  return { state, place: placeOf(state, path, isEnd), paths }
}
const pathsOf = (state: State): readonly string[] => {
  const checked = check(make(state))
  return checked._tag === 'Left' ? [] : checked.right.positions.map(({ path }) => path)
}

/** Two lists start with the same strings, up to here. */
const startAlike = (a: readonly string[], b: readonly string[], end: number): boolean =>
  a.slice(0, end).join() === b.slice(0, end).join()

/**
 * The first of these nets in which nothing but the new positions has another path; the last one
 * always is such a net, unless the new part does not fit.
 */
const firstStable = <N>(
  nets: readonly State[],
  paths: readonly string[],
  { from, to }: Pick<Place, 'from' | 'to'>,
  mayAdd: (path: string) => boolean,
): Surgery<N> => {
  for (const state of nets) {
    const after = pathsOf(state)
    const end = after.length - (paths.length - to)
    const added = after.slice(from, end)
    if (
      end >= from &&
      startAlike(after, paths, from) &&
      startAlike(after.slice(end), paths.slice(to), Infinity) &&
      added.every(mayAdd)
    )
      return Object.freeze({
        net: make({ ...state, loose: true }),
        removed: Object.freeze(paths.slice(from, to)),
        added: Object.freeze(added),
      })
  }
  const last = nets.at(-1)
  if (last !== undefined) plan(make(last))
  return ownBug('an edit renames other positions')
}

/** The chains to try for a part: as it is if it is one node, and under a name. */
const spellings = (body: Chain, name: string): readonly Link[] => [
  ...(body?.previous === null ? [body] : []),
  link(null, named(name, body)),
]

/**
 * The net with another part in the place of a position or part. All other positions keep their
 * paths, so their weights move with `loadWeights(…, { strict: false })`. A part that is one layer
 * or block of the same kind takes over the path; any other goes under it, as the part of that
 * name: `dense1.dense1`. An empty `block()` removes what is there; nothing else
 * takes its path.
 * @param path as `summary` and `plan` show it: of a position ('stem.conv1'), or of a named,
 *   numbered or frozen part ('stem', 'residual3', 'branch1.2'). Inside a repeat or a tie nothing
 *   can be replaced, but either as a whole.
 * @throws BuildError if the net has problems, if the path names nothing that can be replaced, and
 *   if the part does not fit
 * @example
 * import { block, input, replace } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).relu().flatten().dense(10)
 * const two = replace(net, 'dense1', block().dense(32).relu().dense(2))
 * two.net.shape // [2]
 * two.removed // ['dense1']
 * two.added // ['dense1.dense1', 'dense1.relu1', 'dense1.dense2']
 */
export const replace = /* @__PURE__ */ exact(
  'replace',
  <N extends AnyDescription>(net: N, path: string, part: AnyBlock): Surgery<N> => {
    const body = partOf(part)
    const { state, place, paths } = opened(net, path, 'replace', false)
    if (place.isPart) {
      const whole = edited(state, { part: (chain) => (chain === place.link ? body : undefined) })
      return firstStable([whole], paths, place, () => true)
    }
    const nets = spellings(body, path.slice(place.prefix.length)).map(({ node }) =>
      edited(state, { link: (l, before) => (l === place.link ? link(before, node) : undefined) }),
    )
    const isUnder = (p: string) => p === path || p.startsWith(`${path}.`)
    return firstStable(nets, paths, place, isUnder)
  },
)

/**
 * The net with a part more, after a position or part. All other positions keep their paths, so
 * their weights move with `loadWeights(…, { strict: false })`. The part has its usual path where
 * this renames nothing; else it is named after what it follows: `after_conv1.relu1`. Inside a
 * frozen part it is frozen.
 * @param path as for `replace`, and of a merge, where a residual or branch ends
 * @throws BuildError as `replace` does
 * @example
 * import { block, input, insertAfter } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).relu().conv(6, 4).relu()
 * const normalized = insertAfter(net, 'conv1', block().bn())
 * normalized.added // ['bn1']
 * insertAfter(net, 'conv1', block().conv(6, 1)).added // ['after_conv1.conv1']
 */
export const insertAfter = /* @__PURE__ */ exact(
  'insertAfter',
  <N extends AnyDescription>(net: N, path: string, part: AnyBlock): Surgery<N> => {
    const body = partOf(part)
    const { state, place, paths } = opened(net, path, 'insertAfter')
    // weights of what has gone must not load into what comes
    const isFree = (p: string): boolean =>
      place.empty.every((gone) => !`${p}.`.startsWith(`${gone}.`))
    const prefix = place.isPart ? `${path}.` : place.prefix
    const taken = namesIn([...paths, ...place.empty], prefix)
    const wanted = `after_${path.slice(path.lastIndexOf('.') + 1)}`
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`
    const nets = spellings(body, name).map(({ node }) =>
      edited(state, {
        link: (l, before) => (l === place.link ? link(link(before, l.node), node) : undefined),
      }),
    )
    return firstStable(nets, paths, { from: place.to, to: place.to }, isFree)
  },
)

/**
 * The net up to a position or part, with its path and weights as they are: what comes after is
 * left out.
 * @param path as for `insertAfter`; a cut inside a branch, a residual, a join or a graph is
 *   refused: the paths there name parts that end together, and would change. Tap the place instead,
 *   `insertAfter(net, path, block().tap('here'))`: `extract('here')` of what `toModel` makes has
 *   only the layers that lead there, with their names
 * @throws BuildError if the net has problems, and if the path names nothing that a net can end in
 * @example
 * import { input, upTo } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).relu().pool(2).flatten().dense(10)
 * upTo(net, 'pool1').shape // [12, 12, 6]
 */
export const upTo = /* @__PURE__ */ exact(
  'upTo',
  (net: AnyDescription, path: string): Edited<AnyBlock> => {
    const { state, place } = opened(net, path, 'upTo')
    const inHead = (state.heads ?? []).flatMap(({ name, body }) => {
      const found = cut(body, place.link)
      return found === undefined ? [] : [link(state.chain, named(name, found))]
    })
    const chain = cut(state.chain, place.link) ?? inHead[0]
    if (chain === undefined)
      throw new BuildError([
        problem(
          path,
          null,
          complain('notEditable', {
            expected: 'what flows on alone',
            got: 'one of several values',
            fix:
              `cut at the part around it, or insertAfter(net, '${path}', block().tap('here')) ` +
              "and extract('here') from what toModel makes",
          }),
        ),
      ])
    return make({ ...state, chain, heads: null, loose: true })
  },
)
