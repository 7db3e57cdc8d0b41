// Runs the generated nets of the type tests: the sizes that the compiler proves there are the
// actual ones.
import { beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { BuildError } from '@layersmith/core'

interface Nets {
  possible: { shape: number[]; inputFirst: { shape: number[] }; blockFirst: { shape: number[] } }[]
  impossible: [() => unknown][]
}
const folder = path.join(import.meta.dirname, '../test-types')
const fixture = path.join(folder, 'fixtures/generated.ts')
let nets: Nets

beforeAll(async () => {
  nets = (await import(fixture)) as Nets // a fixture outside all projects of the workspace
})

describe('generated nets', () => {
  it('are what the generator writes', async () => {
    const { generated } = (await import(path.join(folder, 'generate.mjs'))) as {
      generated: () => string
    }
    expect(readFileSync(fixture, 'utf8')).toBe(generated())
  })
  it('have the sizes that their types say', () => {
    expect(nets.possible.length).toBe(90)
    for (const { shape, inputFirst, blockFirst } of nets.possible)
      expect([inputFirst.shape, blockFirst.shape]).toEqual([shape, shape])
  })
  it('that do not compile throw', () => {
    expect(nets.impossible.length).toBe(90)
    for (const [build] of nets.impossible) expect(build).toThrow(BuildError)
  })
})
