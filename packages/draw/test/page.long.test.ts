// Everything is on the page, in its box, and covers nothing else, whatever fonts a reader has.
import { describe, expect, it } from '@jest/globals'
import { draw } from '@layersmith/draw'
import { netNames, nets } from './support/nets.js'
import { readSvg } from './support/svg.js'

interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
const contains = (a: Rect, b: Rect): boolean =>
  a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height

describe.each(netNames)('%s', (name) => {
  const read = async () => readSvg(await draw(nets[name], { format: 'svg', title: name }))

  it('has all texts on the page, and those of a layer in it', async () => {
    const { texts, layers, boxes, width, height } = await read()
    for (const { text, left, right, baseline } of texts) {
      const isOnPage = left >= 0 && right <= width && baseline > 10 && baseline < height
      expect([text, isOnPage]).toEqual([text, true])
    }
    for (const { path, texts: own, rect } of layers)
      for (const { text, left, right, baseline } of own) {
        const isInside =
          left > rect.x + 4 &&
          right < rect.x + rect.width - 4 &&
          baseline > rect.y + 10 &&
          baseline < rect.y + rect.height - 3
        expect([path, text, isInside]).toEqual([path, text, true])
      }
    for (const { path, rect, label } of boxes)
      expect([path, label.right < rect.x + rect.width]).toEqual([path, true])
  })

  it('has layers apart from each other, in their boxes and outside of others', async () => {
    const { layers, boxes } = await read()
    const covered = layers.flatMap(({ path, rect }, i) =>
      layers.slice(i + 1).flatMap((other) => (apart(rect, other.rect) ? [] : [[path, other.path]])),
    )
    expect(covered).toEqual([])
    const misplaced = [...layers, ...boxes].flatMap(({ path, id, rect, within }) =>
      boxes.flatMap((box) => {
        if (box.id === id || box.within.includes(id)) return []
        const isRight = within.includes(box.id)
          ? contains(box.rect, rect) && rect.y >= box.label.baseline
          : apart(box.rect, rect)
        return isRight ? [] : [[path, box.path]]
      }),
    )
    expect(misplaced).toEqual([])
  })

  it('has arrows from the edge of a layer to the edge of another', async () => {
    const { document, layers } = await read()
    const rects = new Map(layers.map(({ id, rect }) => [id, rect]))
    for (const arrow of document.querySelectorAll('[data-from]')) {
      const path = arrow.querySelector('.ls-edge')!.getAttribute('d')!
      const numbers = path.match(/-?[\d.]+/g)!.map(Number)
      const near = (id: string, x: number, y: number) => {
        const rect = rects.get(arrow.getAttribute(id)!)!
        const grown = {
          x: rect.x - 3,
          y: rect.y - 3,
          width: rect.width + 6,
          height: rect.height + 6,
        }
        return contains(grown, { x, y, width: 0, height: 0 })
      }
      const isBound =
        near('data-from', numbers[0]!, numbers[1]!) &&
        near('data-to', numbers.at(-2)!, numbers.at(-1)!)
      expect([path, isBound]).toEqual([path, true])
    }
  })
})
