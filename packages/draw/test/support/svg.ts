// What is in an SVG picture, read by a strict parser.
import { JSDOM } from 'jsdom'

interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
interface Text {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
}
export interface ReadLayer {
  readonly id: string
  /** As told to screen readers, up to the first colon. */
  readonly path: string
  readonly sentence: string
  readonly lines: readonly string[]
  readonly texts: readonly Text[]
  readonly rect: Rect
  readonly classes: string
  /** The ids of the boxes around it, from the innermost out. */
  readonly within: readonly string[]
}
export interface ReadPicture {
  readonly width: number
  readonly height: number
  readonly document: Document
  readonly layers: readonly ReadLayer[]
  readonly boxes: readonly (Omit<ReadLayer, 'lines' | 'texts' | 'classes'> & {
    readonly label: Text
  })[]
  /** Pairs of paths. */
  readonly arrows: readonly (readonly [string, string])[]
  readonly ties: readonly (readonly [string, string])[]
  readonly texts: readonly Text[]
}

const sizes: Readonly<Record<string, number>> = {
  'ls-title': 15,
  'ls-summary': 11,
  'ls-label': 11,
  'ls-name': 12,
  'ls-detail': 10.5,
}
/** In fonts with letters of one width, each takes so much of its height. */
const letter = 0.602

const number = (element: Element, name: string): number => Number(element.getAttribute(name))

const textOf = (element: Element): Text => {
  const text = element.textContent
  const size = sizes[element.getAttribute('class') ?? ''] ?? 0
  const width = letter * size * Array.from(text).length
  const x = number(element, 'x')
  const isCentered = ['ls-name', 'ls-detail'].includes(element.getAttribute('class') ?? '')
  const left = isCentered ? x - width / 2 : x
  return { text, left, right: left + width, baseline: number(element, 'y') }
}

const rectOf = (element: Element): Rect => {
  const rect = [...element.children].find(({ tagName }) => tagName === 'rect')!
  return {
    x: number(rect, 'x'),
    y: number(rect, 'y'),
    width: number(rect, 'width'),
    height: number(rect, 'height'),
  }
}

const boxesAround = (element: Element): readonly string[] => {
  const box = element.parentElement?.closest('.ls-box') ?? null
  return box === null ? [] : [box.getAttribute('data-id')!, ...boxesAround(box)]
}

const common = (element: Element) => {
  const sentence = element.getAttribute('aria-label')!
  return {
    id: element.getAttribute('data-id')!,
    sentence,
    path: sentence.slice(0, sentence.indexOf(': ')),
    rect: rectOf(element),
    within: boxesAround(element),
  }
}

/** Throws for anything that is not well-formed XML. */
export const readSvg = (svg: string): ReadPicture => {
  const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window
  const all = (selector: string) => [...document.querySelectorAll(selector)]
  const layers = all('.ls-layer').map((element) => {
    const texts = [...element.querySelectorAll('text')].map(textOf)
    return {
      ...common(element),
      texts,
      lines: texts.map(({ text }) => text),
      classes: element.getAttribute('class')!,
    }
  })
  const boxes = all('.ls-box').map((element) => ({
    ...common(element),
    label: textOf([...element.children].find(({ tagName }) => tagName === 'text')!),
  }))
  const paths = new Map(layers.map(({ id, path }) => [id, path]))
  const ends = (from: string, to: string) =>
    all(`[${from}]`).map(
      (element) =>
        [paths.get(element.getAttribute(from)!)!, paths.get(element.getAttribute(to)!)!] as const,
    )
  const root = document.documentElement
  return {
    width: number(root, 'width'),
    height: number(root, 'height'),
    document,
    layers,
    boxes,
    arrows: ends('data-from', 'data-to'),
    ties: ends('data-tie-from', 'data-tie-to'),
    texts: all('text').map(textOf),
  }
}
