// Elements of SVG and HTML, as text in which nothing from outside can become markup.

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

/** Markup that needs no escaping. */
export interface Markup {
  readonly markup: string
}
export const markup = (text: string): Markup => ({ markup: text })

type Child = Markup | string | readonly Child[]
const inner = (child: Child): string =>
  typeof child === 'string'
    ? escaped(child)
    : 'markup' in child
      ? child.markup
      : child.map(inner).join('')

/** An element; texts in it are escaped, and attributes that are null are left out. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  ...children: readonly Child[]
): Markup => {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${escaped(typeof value === 'number' ? tidy(value) : value)}"`],
  )
  const start = `<${name}${given.join('')}`
  return markup(children.length === 0 ? `${start}/>` : `${start}>${inner(children)}</${name}>`)
}

/** A number with two decimals at most. */
export const tidy = (n: number): string => String(Math.round(n * 100) / 100)
