// Fields for what is added to an axis or cut off: whole numbers, of which 0 is one.
import type { Json } from '../base/json.js'
import { terms } from '../base/sentences.js'
import { type Field, type Three, type Two, field, nullable, three, two } from './field.js'

const isWhole = (v: Json): v is number => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0
/** One whole number for both axes, or [height, width]; none by default. */
export const wholePair = (): Field<Two | null> =>
  nullable(field(`${terms.whole}, or two of them`, (v) => two(v, isWhole)))
/** One whole number for all axes, or [depth, height, width]; none by default. */
export const wholeTriple = (): Field<Three | null> =>
  nullable(field(`${terms.whole}, or three of them`, (v) => three(v, isWhole)))

/** Margins of an image: n on every side, [rows, columns], or [[top, bottom], [left, right]]. */
export type Margins = readonly [Two, Two]
export const margins = (): Field<Margins> =>
  field<Margins>(
    `${terms.whole}, two of them as [rows, columns], or [[top, bottom], [left, right]]`,
    (v) => {
      const same = two(v, isWhole)
      if (same !== undefined)
        return [
          [same[0], same[0]],
          [same[1], same[1]],
        ] as const
      if (!Array.isArray(v) || v.length !== 2) return undefined
      // elements of a Json array
      const [rows, columns] = [two(v[0] as Json, isWhole), two(v[1] as Json, isWhole)]
      return rows === undefined || columns === undefined ? undefined : ([rows, columns] as const)
    },
  )
