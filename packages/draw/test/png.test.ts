import { describe, expect, it } from '@jest/globals'
import { draw } from '@layersmith/draw'
import { nets } from './support/nets.js'
import { readSvg } from './support/svg.js'

describe('PNG', () => {
  it('has two dots for each pixel of the SVG picture', async () => {
    const png = await draw(nets.lenet, { format: 'png' })
    const { width, height } = readSvg(await draw(nets.lenet, { format: 'svg' }))
    expect(Array.from(png.subarray(1, 4), (byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
    // the header: 4 bytes each at 16 and 20
    const view = new DataView(png.buffer, png.byteOffset)
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2 * width, 2 * height])
  })
})
