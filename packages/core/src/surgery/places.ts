// Finds what the paths of a net name: links of chains, and whole parts.
import type { Chain, Link } from '../ast/node.js'
import type { State } from '../ast/block.js'
import { startOf } from '../ast/input.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { listed } from '../base/names.js'
import { nearest } from '../base/nearest.js'
import { BuildError, complain, ownBug, problem } from '../base/problem.js'
import { NetWalk } from '../check/walk.js'
import type { At, Value } from '../composites/composite.js'

/** What a path names. */
export interface Place {
  readonly path: string
  /** What the paths around it start with. */
  readonly prefix: string
  /** The link; of a whole part, its last one. */
  readonly link: Link
  /** Whether it is a whole part: an arm, a round, a head, a named step of a graph. */
  readonly isPart: boolean
  /** Its positions, from and to, in the order of the plan. */
  readonly from: number
  readonly to: number
  readonly isTied: boolean
}

/** A walk that notes what each path names; nothing else knows how composites name their parts. */
class Survey extends NetWalk {
  readonly places = new Map<string, Place>()
  readonly parts = new Map<string, Place>()
  /** What comes out of a link: the merge of a residual is where the residual ends. */
  readonly ends = new Map<string, Place>()
  /** Parts without positions: what `replace` has left of a layer that it removed. */
  readonly empty = new Set<string>()
  /** How many times the walk has met a link: more than once inside a repeat. */
  readonly visits = new Map<Link, number>()

  override part(chain: Chain, value: Value, at: At): Value {
    const from = this.positions.length
    const out = super.part(chain, value, at)
    const prefix = at.scope.fixed('')
    const path = prefix.slice(0, -1)
    // the outermost: a part without a name is inside one that has it
    if (this.positions.length === from) this.empty.add(path)
    if (chain !== null) this.parts.set(path, this.#place(path, prefix, chain, true, from, at))
    return out
  }
  override link(link: Link, value: Value, at: At): Value {
    this.visits.set(link, (this.visits.get(link) ?? 0) + 1)
    const from = this.positions.length
    const out = super.link(link, value, at)
    const prefix = at.scope.fixed('')
    const names = this.positions.slice(from).map(({ path }) => segment(path, prefix))
    const [name] = names
    const path = prefix + (name ?? '')
    const place = this.#place(path, prefix, link, false, from, at)
    // a link has the name that all its positions start with; inner links come first
    if (name !== undefined && names.every((other) => other === name) && !this.places.has(path))
      this.places.set(path, place)
    const made = this.positions.slice(from).some((position) => position.path === out.from)
    if (made && !this.ends.has(out.from)) this.ends.set(out.from, place)
    return out
  }
  #place(path: string, prefix: string, link: Link, isPart: boolean, from: number, at: At): Place {
    return {
      path,
      prefix,
      link,
      isPart,
      from,
      to: this.positions.length,
      isTied: at.tie !== null,
    }
  }
}
const segment = (path: string, prefix: string): string =>
  path.slice(prefix.length).split('.', 1)[0] ?? ''

/** The names that something inside this prefix has. */
export const namesIn = (paths: readonly string[], prefix: string): ReadonlySet<string> =>
  new Set(paths.filter((path) => path.startsWith(prefix)).map((path) => segment(path, prefix)))

const refuse = (path: string, expected: string, fix: string): never => {
  throw new BuildError([problem(path, null, complain('notEditable', { expected, got: path, fix }))])
}

/** A place, and the paths in its net that have no positions but are not free. */
export interface Found extends Place {
  readonly empty: readonly string[]
}

/**
 * What a path names in a net whose links are all different; with `isEnd`, also what ends there.
 * @throws BuildError for a path that names nothing, or nothing that can be edited
 */
export const placeOf = ({ input, chain, heads }: State, path: string, isEnd: boolean): Found => {
  const start = input === null ? null : startOf(input)
  if (start === null || isLeft(start)) return ownBug('a checked net has no input')
  const survey = new Survey()
  survey.net(start.right, chain, heads)
  const place =
    survey.places.get(path) ?? survey.parts.get(path) ?? (isEnd ? survey.ends.get(path) : undefined)
  if (place === undefined || path === '') {
    const paths = survey.positions.map((position) => position.path)
    if (paths.includes(path) || paths.some((p) => p.startsWith(`${path}.`)))
      return refuse(
        path,
        'what a call has put there',
        'it belongs to the part around it: edit that, as a whole',
      )
    const known = [...new Set([...paths, ...survey.places.keys(), ...survey.parts.keys()])]
    const meant = nearest(path, known)
    throw new BuildError([
      problem(
        '',
        null,
        complain('unknownPath', {
          expected: listed(paths, paths.length),
          got: JSON.stringify(path),
          fix: meant === undefined ? 'see summary(net)' : `did you mean ${meant}?`,
        }),
      ),
    ])
  }
  if (place.isTied)
    return refuse(path, 'a tie as a whole', 'its uses share what is inside: replace the tie')
  if ((survey.visits.get(place.link) ?? 0) > 1)
    return refuse(
      path,
      'a repeat as a whole',
      'its rounds are the same part: replace the repeat, or write the rounds one after another',
    )
  // an empty arm shares the path of the composite around it, which may have positions
  const empty = [...survey.empty].filter(
    (gone) => gone !== '' && !survey.positions.some((p) => p.path.startsWith(`${gone}.`)),
  )
  return { ...place, empty }
}
