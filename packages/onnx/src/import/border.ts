// Zero padding and cropping, which layers do on two axes.
import type { Call } from './call.js'
import { type Group, type Value, axisOf, isSame, sizeOf } from './view.js'

/** How much is added before and after each axis; negative numbers crop. */
type Borders = ReadonlyMap<number, readonly [before: number, after: number]>

const LAYERS = {
  pad: { className: 'ZeroPadding2D', option: 'padding', sign: 1 },
  crop: { className: 'Cropping2D', option: 'cropping', sign: -1 },
} as const

/** The value with wider or narrower axes. A sequence becomes an image of one column. */
export const bordered = (
  call: Call,
  value: Value,
  what: keyof typeof LAYERS,
  given: Borders,
): Value => {
  const borders = new Map([...given].filter(([, ends]) => ends.some((n) => n !== 0)))
  if (borders.size === 0) return value
  if (borders.size > 2) call.refuse(`pads or crops ${borders.size} axes, and layers two`)
  const groupOf = (axis: number): Group => value.axes[axis] ?? []
  const { target, places } = placed(value, [...borders.keys()], groupOf)
  const from = call.fitted(value, target)
  const { className, option, sign } = LAYERS[what]
  const ends = [0, 1].map((place) => borders.get(places[place] ?? -1) ?? [0, 0])
  const layer = call.layer(className, { [option]: ends }, [from])
  const changed = new Map(
    [...borders].map(([axis, [before, after]]) => {
      const size = sizeOf(groupOf(axis))
      const left = size === null ? null : size + sign * (before + after)
      if (left !== null && left < 1) call.refuse(`leaves ${left} of ${size ?? 0} pixels`)
      return [axis, axisOf(left)] as const
    }),
  )
  const isPositive = value.isPositive
  const axes = from.axes.map((group, axis) => changed.get(axis) ?? group)
  const memory = target.map((group, place) => changed.get(places[place] ?? -1) ?? group)
  return call.made(layer, { memory, axes }, isPositive)
}

/** The order in memory with these axes as rows and columns, and the place of each axis. */
const placed = (
  { memory }: Value,
  axes: readonly number[],
  groupOf: (axis: number) => Group,
): { readonly target: readonly Group[]; readonly places: readonly (number | undefined)[] } => {
  const places = memory
    .slice(0, 2)
    .map((group) => axes.find((axis) => group.length > 0 && isSame(group, groupOf(axis))))
  if (memory.length === 3 && axes.every((axis) => places.includes(axis)))
    return { target: memory, places }
  const groups = axes.map(groupOf)
  const rest = memory.flat().filter((atom) => !groups.flat().includes(atom))
  return { target: [groups[0] ?? [], groups[1] ?? [], rest], places: axes }
}
