// A net of 800 layers, in every format.
import { describe, expect, it } from '@jest/globals'
import { plan } from '@layersmith/core'
import { draw } from '@layersmith/draw'
import { efficientNetB7 } from '@layersmith/zoo'
import { JSDOM } from 'jsdom'
import { readSvg } from './support/svg.js'

const planned = plan(efficientNetB7())
const count = planned.inputs.length + planned.positions.length
const drawn = draw(planned, { format: 'svg', title: 'EfficientNetB7' })
const arrowCount = planned.positions.reduce((n, { inputs }) => n + inputs.length, 0)

interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y

describe('EfficientNetB7', () => {
  it('has all its layers and arrows as SVG, none on another, and fills a page', async () => {
    const { layers, arrows, texts, width, height } = readSvg(await drawn)
    expect([layers.length, arrows.length]).toEqual([count, arrowCount])
    for (const { sentence, lines } of layers) {
      expect(sentence.length).toBeGreaterThan(10)
      expect(lines.length).toBeGreaterThanOrEqual(2)
    }
    const covered = layers.flatMap(({ path, rect }, i) =>
      layers.slice(i + 1).flatMap((other) => (apart(rect, other.rect) ? [] : [[path, other.path]])),
    )
    expect(covered).toEqual([])
    const outside = texts.filter(
      ({ left, right, baseline }) => left < 0 || right > width || baseline > height,
    )
    expect(outside).toEqual([])
    // columns, and not one strip that nobody can look at
    expect(height / width).toBeLessThan(3)
    expect(width / height).toBeLessThan(3)
  })

  it('is a PNG of the same proportions', async () => {
    const png = await draw(planned, { format: 'png', title: 'EfficientNetB7' })
    const view = new DataView(png.buffer, png.byteOffset)
    const { width, height } = readSvg(await drawn)
    expect(view.getUint32(16) / view.getUint32(20)).toBeCloseTo(width / height, 2)
  })

  it('is a page that starts folded and has every layer', async () => {
    const html = await draw(planned, { format: 'html' })
    const { document } = new JSDOM(html).window
    expect(document.querySelectorAll('.ls-layer')).toHaveLength(count)
    expect(document.querySelectorAll('.ls-box').length).toBeGreaterThan(50)
  })

  it('is DOT and Mermaid with every layer and arrow', async () => {
    const dot = await draw(planned, { format: 'dot' })
    expect(dot.match(/^ *n\d+ \[/gm)).toHaveLength(count)
    expect(dot.match(/^ *n\d+ -> n\d+(?= \[weight|$)/gm)).toHaveLength(arrowCount)
    const mermaid = await draw(planned, { format: 'mermaid' })
    expect(mermaid.match(/^ *n\d+(\(\[|\[)"/gm)).toHaveLength(count)
    expect(mermaid.match(/^ *n\d+ --> n\d+$/gm)).toHaveLength(arrowCount)
  })
})
