// A kind is one file: each is registered, its method's type says what it holds at run time, and its
// documentation has an example.
import { describe, expect, it } from '@jest/globals'
import path from 'node:path'
import {
  type AnyBlock,
  type Held,
  block,
  fromJSON,
  kinds,
  recognize,
  shared,
  tie,
  input,
} from '@layersmith/core'
import { inputOf, invoke } from './support/calls.js'
import { planned } from './support/errors.js'
import { fileNameOf, filesBelow, homesIn, methodsIn } from './support/sources.js'

const methods = kinds().filter((k) => k.method)
const registered = kinds().map((k) => k.kind)
const homes = homesIn('kinds', 'all.ts')
const methodOf = methodsIn('KindMethods')

const one = (kind: string, start: AnyBlock = block()): AnyBlock => invoke(start, kind)
const net = (kind: string): AnyBlock => one(kind, input(inputOf(kind) as number[]))

describe('kinds', () => {
  it('each have a file in their family, and every file defines a listed kind', () => {
    expect([...homes.keys()].sort()).toEqual([...registered].sort())
    for (const home of homes.values())
      expect(home).toMatch(/^kinds\/families\/[a-z]+\/[a-z0-9-]+\.ts$/)
    const defining = new Set(homes.values())
    expect(filesBelow('kinds', 'families').filter((file) => !defining.has(file))).toEqual([])
  })
  it('have a method exactly where they take arguments', () => {
    expect([...methodOf.keys()].sort()).toEqual(methods.map((m) => m.kind).sort())
  })
  it.each(methods.map((m) => m.kind))(
    '%s: its file has its name, and documents the method with an example that imports the package',
    (kind) => {
      const { home, docs, examples } = methodOf.get(kind)!
      expect(path.posix.basename(home)).toBe(fileNameOf(kind))
      expect(homes.get(kind)).toBe(home)
      expect(examples).not.toEqual([])
      for (const example of examples) expect(example).toMatch(/^import \{.*\} from 'layersmith'/)
      expect(docs).toMatch(/Keras:\s+`\w+/)
      expect(docs).toMatch(/[Hh]olds\s+(nothing|weights)/)
    },
  )
  it.each(methods.map((m) => [m.kind, m.held] as const))(
    '%s holds %s: shared and tie agree',
    (kind, held: Held) => {
      const stateless = ['nothing', 'pinnedShape'].includes(held)
      const share = () => (shared as any)(one(kind))
      if (stateless) expect(share()).toBeDefined()
      else expect(share).toThrow(/^shared: only stateless parts can be shared/)
      const tieIt = () => (tie as any)(net(kind))
      if (held === 'batchStatistics')
        expect(tieIt).toThrow(/^tie: a part that holds BatchNormalization/)
      else expect(tieIt()).toBeDefined()
    },
  )
  it.each(methods.map((m) => [m.kind, m.held] as const))(
    "%s holds %s: so says its method's type",
    (kind, held) => {
      expect(methodOf.get(kind)!.traits).toEqual(
        held === 'batchStatistics'
          ? ['weights', 'batchStatistics']
          : held === 'weights'
            ? ['weights']
            : [],
      )
    },
  )
  it('have weights exactly when they say so', () => {
    for (const { kind, held } of methods) {
      const { params } = planned(net(kind))
      // what a normalization has measured does not train, and no step changes it
      const isMeasured = kind === 'normalization'
      expect({
        kind,
        trainable: params.trainable > 0,
        fixed: params.nonTrainable > 0,
      }).toEqual({
        kind,
        trainable: ['weights', 'batchStatistics'].includes(held) && !isMeasured,
        fixed: held === 'batchStatistics' || isMeasured,
      })
    }
  })
  it.each(methods.map((m) => m.kind))(
    '%s: its TensorFlow.js form is recognized as the same layer',
    (kind) => {
      const [position] = planned(net(kind)).positions
      const [{ layer } = { layer: null }] = planned(net(kind)).instances
      const found = recognize(layer!.className, layer!.config)
      expect(found?.kind).toBe(kind)
      const again = fromJSON({
        layersmith: 1,
        input: inputOf(kind),
        nodes: [{ kind, config: found!.config }],
      })
      expect(planned(again._tag === 'Right' ? again.right : null).positions).toEqual([position])
    },
  )
})
