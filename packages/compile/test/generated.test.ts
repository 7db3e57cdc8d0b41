// Generated nets with random statistics compute what they compute in predict; more of them in
// generated.long.test.ts.
import { expect, it } from '@jest/globals'
import { agree, agreeOnWasm } from './support/generated.js'

it('of convolutions', () => agree('convolutions', 12))
it('of any layers', () => agree('any', 12))
it('of convolutions on wasm', async () => {
  expect(await agreeOnWasm('convolutions', 12)).toBe(12)
})
