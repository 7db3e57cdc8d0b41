// A kind is one file: each is registered, says in its method's type what it holds at run time, and
// shows an example.
import { describe, expect, it } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type AnyBlock,
  type Held,
  block,
  fromJSON,
  kinds,
  recognise,
  shared,
  tie,
  input,
} from '@layersmith/core'
import { inputOf, invoke } from './support/calls.js'
import { planned } from './support/errors.js'

const folder = path.join(import.meta.dirname, '../src/layers')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.ts') && !['index.ts', 'all.ts'].includes(f))
  .sort()
const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const index = textOf('all.ts')
const registered = kinds().map((k) => k.kind)
/** Files with the kinds they define. */
const defined = files.map(
  (file) =>
    [
      file,
      [
        ...textOf(file).matchAll(
          /^export const (\w+): (?:MethodKindOf|WrapperKindOf|LayerKind)</gm,
        ),
      ].map((m) => m[1]!),
    ] as const,
)

const one = (kind: string, start: AnyBlock = block()): AnyBlock => invoke(start, kind)
const net = (kind: string): AnyBlock => one(kind, input(inputOf(kind) as number[]))
const methods = kinds().filter((k) => k.method)

describe('kinds', () => {
  it('are all in a file of their own family, and every file defines kinds that are registered', () => {
    for (const [file, names] of defined) {
      expect({ file, names }).not.toEqual({ file, names: [] })
      for (const name of names) expect(registered).toContain(name)
      expect(index).toContain(`from './${file.replaceAll('\\', '/').replace(/\.ts$/, '.js')}'`)
    }
    expect(defined.flatMap(([, names]) => names).sort()).toEqual([...registered].sort())
  })
  it.each(methods.map((m) => m.kind))(
    '%s: its file has its name, documents the method and shows an example that imports the package',
    (kind) => {
      const text = textOf(defined.find(([, names]) => names.includes(kind))![0])
      expect(path.basename(defined.find(([, names]) => names.includes(kind))![0], '.ts')).toBe(kind)
      const doc = text
        .slice(0, text.search(new RegExp(`^ {2,4}${kind}<`, 'm')))
        .split('/**')
        .at(-1)!
      expect(doc).toMatch(/@example\s+\* import \{.*\} from 'layersmith'/)
      expect(doc).toMatch(/Keras:[\s*]+`\w+/)
      expect(doc).toMatch(/[Hh]olds[\s*]+(nothing|weights)/)
    },
  )
  it.each(methods.map((m) => [m.kind, m.held] as const))(
    '%s holds %s: shared and tie agree with it',
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
      const text = textOf(defined.find(([, names]) => names.includes(kind))![0])
      const result = new RegExp(`^ {2,4}${kind}<[\\s\\S]*?\\): Block<([\\s\\S]*?)>$`, 'm').exec(
        text,
      )![1]!
      const traits = [...result.matchAll(/\| '(\w+)'/g)].map((m) => m[1])
      expect(traits).toEqual(
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
      expect({
        kind,
        trainable: params.trainable > 0,
        statistics: params.nonTrainable > 0,
      }).toEqual({
        kind,
        trainable: ['weights', 'batchStatistics'].includes(held),
        statistics: held === 'batchStatistics',
      })
    }
  })
  it.each(methods.map((m) => m.kind))(
    '%s: its TensorFlow.js form is recognised as the same layer',
    (kind) => {
      const [position] = planned(net(kind)).positions
      const [{ layer } = { layer: null }] = planned(net(kind)).instances
      const found = recognise(layer!.className, layer!.config)
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
