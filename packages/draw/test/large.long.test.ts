// 10,000 layers in a row, in every format.
import { describe, expect, it } from '@jest/globals'
import { plan } from '@layersmith/core'
import { draw } from '@layersmith/draw'
import { chainOf } from './support/nets.js'

const planned = plan(chainOf(10_000))

describe('10,000 layers', () => {
  it.each(['svg', 'html', 'dot', 'mermaid'] as const)('stay in proportion: %s', async (format) => {
    const text = await draw(planned, { format })
    expect(text.length).toBeGreaterThan(60 * 10_000)
    expect(text.length).toBeLessThan(1000 * 10_000)
  })

  it('become pixels that programs show', async () => {
    const png = await draw(planned, { format: 'png' })
    const view = new DataView(png.buffer, png.byteOffset)
    expect(view.getUint32(16) * view.getUint32(20)).toBeLessThan(65e6)
  })
})
