// The division of work that this package and the kernels' own package have to agree on.
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
/* oxlint-disable no-restricted-imports -- what is compared has no public name */
import { baseline } from '../../wasm-kernels/src/module/binary.js'
import { blockTiles, tilesOf as theirTiles } from '../../wasm-kernels/src/kernels/windows/tiles.js'
import { type Tile, blockOf, scratchOf, tilesOf } from '../src/ops/wasm/tiles.js'

it('tiles, blocks and scratch are those of @layersmith/wasm-kernels', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  const module = await WebAssembly.compile(Buffer.from(baseline, 'base64'))
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  const winogradScratch = exports['winogradScratch'] as (...sizes: number[]) => number // its type
  const sizes = [fc.constantFrom<Tile>(2, 4), fc.integer({ min: 1, max: 300 })] as const
  fc.assert(
    fc.property(
      ...sizes,
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 64 }),
      (...given) => {
        const [tile, rows, columns, eights] = given
        const tiles = tilesOf(tile, rows, columns)
        const block = blockOf(tile, 8 * eights, tiles)
        expect(tiles).toBe(theirTiles(tile, rows, columns))
        expect(block).toBe(blockTiles(tile, 8 * eights, tiles))
        expect(scratchOf(tile, 8 * eights, block)).toBe(winogradScratch(tile, 8 * eights, block))
      },
    ),
  )
})
