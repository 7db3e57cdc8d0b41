// Values that are merged must have the same order in memory.
import type { Call } from './call.js'
import {
  type Atom,
  type Group,
  type Value,
  areSame,
  axisOf,
  isSame,
  sizeOf,
  split,
} from './view.js'

/**
 * Both values with the same order in memory, and the same atoms. Sizes of 1 are broadcast, so one
 * value may lack what the other has.
 */
export const aligned = (call: Call, a: Value, b: Value): readonly [wide: Value, other: Value] => {
  if (a.axes.length !== b.axes.length)
    call.refuse(
      `takes values of ${a.axes.length + 1} and ${b.axes.length + 1} axes, ` +
        'one of them broadcast along the batch',
    )
  const count = ({ axes }: Value): number => axes.filter(({ length }) => length > 0).length
  const [wide, narrow] = count(b) > count(a) ? [b, a] : [a, b]
  const parted = wide.axes.reduce<readonly [Value, Value]>(
    ([one, two], _, axis) => (isAlike(one, two, axis) ? [one, two] : alike(call, one, two, axis)),
    [wide, narrow],
  )
  const [reference, given] = parted
  const own = new Map(
    given.axes.flatMap((group, axis) =>
      group.map((atom, i) => [atom, reference.axes[axis]?.[i]] as const),
    ),
  )
  if ([...own.values()].includes(undefined))
    call.refuse('broadcasts both values; write it as two steps')
  const renamed = (groups: readonly Group[]): readonly Group[] =>
    groups.map((group) => group.map((atom) => own.get(atom) ?? atom))
  const other = { ...given, twin: null, memory: renamed(given.memory), axes: renamed(given.axes) }
  const atoms = new Set(other.memory.flat())
  const isWhole = (group: Group): boolean =>
    group.every((atom) => atoms.has(atom)) || !group.some((atom) => atoms.has(atom))
  const base = reference.memory.every(isWhole) ? reference : call.inOrder(reference)
  const twin = given.twin === null ? null : renamed(given.twin.memory)
  const target = base.memory.map((group) => group.filter((atom) => atoms.has(atom)))
  if (given.twin !== null && twin !== null && areSame(twin, target))
    return [base, { ...given.twin, memory: twin, axes: other.axes, twin: null }]
  return [base, call.fitted(other, target)]
}

const sizesAt = ({ axes }: Value, axis: number): readonly (number | null)[] =>
  (axes[axis] ?? []).map(({ size }) => size)

/** Whether an axis has atoms of the same sizes in both, or one of them has none. */
const isAlike = (a: Value, b: Value, axis: number): boolean => {
  const [one, two] = [sizesAt(a, axis), sizesAt(b, axis)]
  return one.length === 0 || two.length === 0 || one.join() === two.join()
}

/** Both, with an axis split into the same parts. */
const alike = (call: Call, a: Value, b: Value, axis: number): readonly [Value, Value] => {
  const [one = [], two = []] = [a.axes[axis], b.axes[axis]]
  const [m, n] = [sizeOf(one), sizeOf(two)]
  if (m !== null && n !== null && m !== n)
    call.refuse(`takes values of the sizes ${m} and ${n} on one axis`)
  if (m === n && m !== null) {
    if (one.length === 1) return [parted(a, one, two), b]
    if (two.length === 1) return [a, parted(b, two, one)]
  }
  return [fused(call, a, axis), fused(call, b, axis)]
}

const parted = (value: Value, [whole]: Group, parts: Group): Value =>
  whole === undefined
    ? value
    : {
        ...value,
        twin: null,
        ...split(
          value,
          whole,
          parts.map(({ size }): Atom => ({ size })),
        ),
      }

/** The value with an axis of one atom. */
const fused = (call: Call, value: Value, axis: number): Value => {
  const group = value.axes[axis] ?? []
  const isIt = (one: Group): boolean => one.length > 0 && isSame(one, group)
  const from = value.memory.some(isIt) ? value : call.inOrder(value)
  const whole = axisOf(sizeOf(group))
  const within = (groups: readonly Group[]): readonly Group[] =>
    groups.map((one) => (isIt(one) ? whole : one))
  return { ...from, twin: null, memory: within(from.memory), axes: within(from.axes) }
}
