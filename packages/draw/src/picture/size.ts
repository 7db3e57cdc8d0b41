// How large a layer is drawn. Nobody knows the fonts that a reader has, but letters of one width
// take 0.6 times their height in all of them, so texts fit everywhere.
import { columns } from '../base/legible.js'

export const type = { name: 12, detail: 10.5, box: 11, letter: 0.61 } as const
export const lines = { first: 16, other: 14, aside: 12, above: 7 } as const

/** The size of a layer with these texts, in pixels. */
export const sizeOf = ([name = '', ...details]: readonly string[]): {
  readonly width: number
  readonly height: number
} => ({
  width: Math.ceil(
    2 * lines.aside +
      type.letter *
        Math.max(
          16 * type.name,
          columns(name) * type.name,
          ...details.map((line) => columns(line) * type.detail),
        ),
  ),
  height: 2 * lines.above + lines.first + lines.other * details.length,
})
