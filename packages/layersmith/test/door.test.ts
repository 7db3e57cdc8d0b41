import { expect, it } from '@jest/globals'
import * as core from '@layersmith/core'
import * as tfjs from '@layersmith/tfjs'
import * as door from 'layersmith'

it('exports everything from both packages; if both export a name, tfjs wins', () => {
  const all = { ...core, ...tfjs }
  expect(Object.keys(door).sort()).toEqual(Object.keys(all).sort())
  for (const [name, value] of Object.entries(all))
    expect(door[name as keyof typeof door]).toBe(value)
  expect(door.shared).not.toBe(core.shared)
})
