// The engine `wasm` on a thousand generated nets with random statistics, and on the zoo.
import { describe, expect, it } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { difference } from './support/compare.js'
import { families } from './support/families.js'
import { agreeOnWasm } from './support/generated.js'

const PATIENCE = 600_000

describe('generated nets', () => {
  it(
    'of convolutions',
    async () => {
      expect(await agreeOnWasm('convolutions', 500)).toBe(500)
    },
    PATIENCE,
  )
  it(
    'of any layers, most of which it computes',
    async () => {
      expect(await agreeOnWasm('any', 500)).toBeGreaterThan(150)
    },
    PATIENCE,
  )
})

describe('the zoo', () => {
  it.each(Object.entries(families))(
    '%s',
    async (_, make) => {
      await startBackend({ require: 'wasm' })
      const settings = { size: 1, trained: true, engine: 'wasm' } as const
      expect(await difference(make(), 1, settings)).toBeLessThan(1e-4)
    },
    PATIENCE,
  )
})
