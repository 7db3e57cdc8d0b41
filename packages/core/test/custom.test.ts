// Layers that the library does not know: what their factories may do, and how often it calls them.
import { describe, expect, it } from '@jest/globals'
import {
  type Factory,
  block,
  custom,
  fromJSON,
  input,
  repeat,
  residual,
  toJSON,
} from '@layersmith/core'
import { errorOf, planned, problemsOf, saysOf } from './support/errors.js'

class Layer {
  built = false
  disposed = 0
  inboundNodes: unknown[] = []
  readonly weights = [
    {
      dispose: () => {
        this.disposed++
      },
    },
  ]
  readonly #shape: (s: (number | null)[]) => unknown
  constructor(shape: (s: (number | null)[]) => unknown = (s) => s) {
    this.#shape = shape
  }
  getClassName(): string {
    return 'Mine'
  }
  computeOutputShape(s: (number | null)[]): unknown {
    return this.#shape(s)
  }
  dispose(): void {
    throw new Error('has not been used yet')
  }
}
/** A factory that remembers what it made. */
const counting = (
  shape?: (s: (number | null)[]) => unknown,
  change: (l: Layer) => void = () => undefined,
) => {
  const made: Layer[] = []
  const make: Factory = () => {
    const layer = new Layer(shape)
    change(layer)
    made.push(layer)
    return layer
  }
  return { made, make }
}
const image = input([8, 8, 3])

describe('a custom layer', () => {
  it('is asked for its shape with the batch, and answers with it', () => {
    const asked: unknown[] = []
    const { make } = counting((s) => {
      asked.push(s)
      return [null, 5, null]
    })
    expect(planned(image.pipe(custom('mine', make))).outputs).toEqual([
      { name: null, from: 'mine1', shape: [5, null] },
    ])
    expect(asked).toEqual([[null, 8, 8, 3]])
  })
  it('is made once per position and check, and not at all with outputShape', () => {
    const { made, make } = counting()
    const net = image.pipe(repeat(3, custom('mine', make))).pipe(residual(custom('mine', make)))
    planned(net)
    expect(made).toHaveLength(4)
    expect(
      planned(image.pipe(custom('other', make, { outputShape: ([h, w]) => [h!, w!, 7] })))
        .outputs[0]!.shape,
    ).toEqual([8, 8, 7])
    expect(made).toHaveLength(4)
  })
  it('is not made again when .shape is read again', () => {
    const { made, make } = counting()
    const net = image.pipe(custom('mine', make)).tap('t')
    expect([net.shape, net.shape, net.shape]).toEqual([
      [8, 8, 3],
      [8, 8, 3],
      [8, 8, 3],
    ])
    expect(made).toHaveLength(1)
  })
  it('is disposed at once if it was built, even when it fails', () => {
    const fine = counting(undefined, (l) => {
      l.built = true
    })
    planned(image.pipe(custom('mine', fine.make)))
    expect(fine.made.map((l) => l.disposed)).toEqual([1])
    const unbuilt = counting()
    planned(image.pipe(custom('mine', unbuilt.make)))
    expect(unbuilt.made.map((l) => l.disposed)).toEqual([0])
    const failing = counting(
      () => {
        throw new Error('no')
      },
      (l) => {
        l.built = true
      },
    )
    expect(problemsOf(image.pipe(custom('mine', failing.make)))).toHaveLength(1)
    expect(failing.made.map((l) => l.disposed)).toEqual([1])
  })
  it('has one instance per position, which may hold anything', () => {
    const { make } = counting()
    const { instances, params, customs, flops } = planned(
      image.pipe(custom('mine', make)).pipe(custom('mine', make)),
    )
    expect(instances).toMatchObject([
      { id: 'mine1', kind: 'custom', layer: null, positions: ['mine1'] },
      { id: 'mine2', positions: ['mine2'] },
    ])
    expect([params, flops]).toEqual([{ trainable: 0, nonTrainable: 0 }, null])
    expect(customs.get('mine')?.make).toBe(make)
  })
})

describe('problems of custom layers', () => {
  const shared = new Layer()
  it.each<[string, any, string]>([
    [
      'one instance twice',
      custom('mine', () => shared)
        .pipe(block().relu())
        .pipe(custom('mine', () => shared)),
      'a custom factory must make a new layer at every call, got the instance of mine1 again; make it inside the factory, so mine1 and mine2 each get their own layer',
    ],
    [
      'not a layer',
      custom('mine', (() => 7) as any),
      'a custom factory must make a layer, got a number; return a tf.layers.Layer',
    ],
    [
      'null',
      custom('mine', (() => null) as any),
      'a custom factory must make a layer, got null; return a tf.layers.Layer',
    ],
    [
      'an invalid shape',
      custom('mine', counting(() => 'wide').make),
      'a custom factory must make a layer with one output shape, or an outputShape that returns sizes, got "wide"',
    ],
    [
      'many shapes',
      custom(
        'mine',
        counting(() => [
          [null, 2],
          [null, 3],
        ]).make,
      ),
      'got [[null,3]]',
    ],
    ['a negative size', custom('mine', counting(() => [null, -4]).make), 'got [-4]'],
    [
      'a cyclic shape',
      custom(
        'mine',
        counting(() => {
          const s: unknown[] = [null]
          s.push(s)
          return s
        }).make,
      ),
      'got ',
    ],
    [
      'an outputShape that returns a problem',
      custom('mine', counting().make, { outputShape: (() => ({ code: 'x', fix: 'y' })) as any }),
      'got {"code":"x","fix":"y"}',
    ],
    [
      'an outputShape that returns a bigint',
      custom('mine', counting().make, { outputShape: (() => [3n]) as any }),
      'got ',
    ],
    [
      'an outputShape that is not a function',
      custom('mine', counting().make, { outputShape: 5 as any }),
      'got the error "',
    ],
    [
      'a layer in use, which is not ours to free',
      custom(
        'mine',
        counting(undefined, (l) => {
          l.built = true
          l.inboundNodes = [{}]
        }).make,
      ),
      'a custom factory must make an unused layer, got one that is in use, or a model; pass outputShape, (input) => sizes, and make a new layer at every call',
    ],
    [
      'an error',
      custom(
        'mine',
        counting(() => {
          throw new TypeError('four axes')
        }).make,
      ),
      'got the error "four axes" for input 8x8x3; fix the layer, or pass outputShape',
    ],
    [
      'something thrown that is not an error',
      custom('mine', (() => {
        throw 'text' // oxlint-disable-line typescript/only-throw-error -- on purpose
      }) as any),
      'got the error "text"',
    ],
  ])('%s', (name, part, sentence) => {
    const says = saysOf(
      image.pipe(
        name === 'one instance twice'
          ? custom('mine', sameFactory(shared)).pipe(custom('mine', sameFactory(shared)))
          : part,
      ),
    )
    expect(says).toEqual([expect.stringContaining(sentence)])
  })
  const factories = new Map<Layer, Factory>()
  const sameFactory = (layer: Layer): Factory => {
    const known = factories.get(layer) ?? (() => layer)
    factories.set(layer, known)
    return known
  }
  it('one name for two factories: the problem names both places', () => {
    const [a, b] = [counting(), counting()]
    expect(saysOf(image.pipe(custom('mine', a.make)).relu().pipe(custom('mine', b.make)))).toEqual([
      'mine2: the name of a custom layer must stand for one factory, that of mine1, got another one; give each factory its own name, or use one constant for both',
    ])
  })
  it('an outputShape that changes its argument changes nothing', () => {
    const net = image.pipe(
      custom('mine', counting().make, {
        outputShape: (s) => {
          ;(s as number[])[0] = 99
          return [1]
        },
      }),
    )
    expect(planned(net.relu(), {}).inputs[0]!.shape).toEqual([8, 8, 3])
  })
  it('a factory that is not a function is refused at the call', () => {
    for (const [given, told] of [
      [undefined, 'undefined'],
      [null, 'null'],
      [new Layer(), 'an instance of Layer'],
    ] as const) {
      expect(errorOf(() => custom('mine', given as any))).toMatchObject({
        name: 'TypeError',
        message: `custom: needs a function that makes a layer, got ${told}; write custom('mine', () => yourLayer())`,
      })
    }
  })
  it('unknown options are refused', () => {
    expect(() => custom('mine', counting().make, { outputshape: () => [1] } as any)).toThrow(
      'custom: option "outputshape" is not known; did you mean outputShape?',
    )
    expect(fromJSON({ layersmith: 1, nodes: [] }, { custom: {} } as any)).toMatchObject({
      _tag: 'Left',
      left: [{ code: 'unknownOption', got: '"custom"' }],
    })
  })
})

describe('custom layers in JSON', () => {
  const { make } = counting()
  const json = toJSON(image.pipe(custom('mine', make)))
  it('are names only, and need their factories again', () => {
    expect(json).toEqual({
      layersmith: 1,
      input: [8, 8, 3],
      nodes: [{ kind: 'custom', name: 'mine' }],
    })
    expect(fromJSON(json)).toMatchObject({
      _tag: 'Left',
      left: [{ code: 'customMissing', path: 'nodes[0]' }],
    })
    for (const customs of [{ mine: make }, { mine: { make, outputShape: () => [4] } }]) {
      const read = fromJSON(json, { customs })
      if (read._tag === 'Left') throw new Error('must be readable')
      expect(planned(read.right).customs.get('mine')?.make).toBe(make)
    }
  })
  it.each([null, undefined, 7, {}, { make: 1 }])('%p is not a factory', (mine) => {
    expect(fromJSON(json, { customs: { mine } as any })).toMatchObject({
      _tag: 'Left',
      left: [{ code: 'customMissing' }],
    })
  })
})
