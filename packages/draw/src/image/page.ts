// What all pictures have in common: the page, its style, and what screen readers hear of it.
import { type Markup, element, markup } from '../base/xml.js'

/** A page of this size, as the text of an SVG file. */
export const page = (
  { width, height, label, style, about }: Page,
  ...content: readonly (Markup | readonly Markup[])[]
): string => {
  const { markup: svg } = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: 'ls',
      role: 'graphics-document document',
      'aria-label': label,
    },
    about,
    element('style', {}, markup(style)),
    element('rect', { class: 'ls-page', width, height }),
    ...content,
  )
  return `${svg}\n`
}

interface Page {
  readonly width: number
  readonly height: number
  readonly label: string
  /** A style sheet. */
  readonly style: string
  /** The title, and a description if there is one. */
  readonly about: readonly Markup[]
}
