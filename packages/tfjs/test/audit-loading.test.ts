// Models that cannot be loaded, or load as another function, for what their layers' classes lack.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { renderFinding } from '@layersmith/tfjs'
import {
  breaks,
  dense,
  freed,
  input,
  inspect,
  only,
  reloaded,
  through,
  unsaved,
  values,
} from './support/audited.js'
import { wave } from './support/tensors.js'

/** A layer that multiplies by a number, which it saves. */
class Scale extends tf.layers.Layer {
  static className = 'AuditScale'
  readonly factor: number
  calls = 0
  seen: number[] = []
  constructor({ factor = 1, ...config }: { factor?: number; name?: string } = {}) {
    super(config)
    this.factor = factor
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [given] = [x].flat()
      this.calls++
      this.seen = [...given!.shape]
      return given!.mul(this.factor)
    })
  }
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), factor: this.factor }
  }
}
/** One that forgets to. */
class Forgetful extends Scale {
  static override className = 'AuditForgetful'
  override getConfig(): tf.serialization.ConfigDict {
    const { factor: _, ...config } = super.getConfig()
    return config
  }
}
/** One whose constructor needs what it forgets. */
class Table extends tf.layers.Layer {
  static className = 'AuditTable'
  readonly #sizes: readonly number[]
  constructor({ sizes, ...config }: { sizes: readonly number[]; name?: string }) {
    super(config)
    this.#sizes = [...sizes]
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return this.#sizes.length === 0 ? x : [x].flat()[0]!.clone()
  }
}
for (const one of [Scale, Forgetful]) tf.serialization.registerClass(one)
tf.serialization.registerClass(Table)

const NO_LAYER = 'unloadableClass'

describe('a Sequential whose first layer was in use', () => {
  it('cannot be loaded', () =>
    freed(async () => {
      const first = dense('first')
      first.apply(input([3], 'x'))
      const model = tf.sequential({ name: 'seq', layers: [first, dense('second')] })
      expect(only(model)).toMatchObject({
        code: 'missingInput',
        layer: 'first',
        places: ['seq.layers[0]'],
      })
      await breaks(() => reloaded(model), 'must get an `inputShape`')
      // as a part of another model
      expect(only(through([3], model)).code).toBe('missingInput')
    }))

  it('can be if it has an inputShape', () =>
    freed(async () => {
      const first = tf.layers.dense({ units: 2, inputShape: [3], name: 'first' })
      first.apply(input([3], 'x'))
      const model = tf.sequential({ layers: [first, dense('second')] })
      expect(inspect(model)).toEqual([])
      await reloaded(model)
      const begun = tf.sequential({
        layers: [tf.layers.inputLayer({ inputShape: [3] }), dense('d')],
      })
      expect(inspect(begun)).toEqual([])
    }))
})

describe('hand-written classes', () => {
  it('with a className, registered and with all options saved are clean, also after use', () =>
    freed(async () => {
      const model = through([3], new Scale({ factor: 3 }))
      expect(inspect(model)).toEqual([])
      const x = wave([2, 3])
      const before = values(model, x)
      expect(inspect(model)).toEqual([])
      expect(values(await reloaded(model), x)).toEqual(before)
      x.dispose()
    }))

  it('without className, not registered, or with the name of another', () =>
    freed(async () => {
      class Nameless extends tf.layers.Layer {}
      class Unknown extends Scale {
        static override className = 'AuditUnknown'
      }
      class Heir extends Scale {} // inherits the name
      const says = (layer: tf.layers.Layer) =>
        inspect(through([3], layer)).map((f) => [f.code, f.className, f.consequence])
      expect(says(new Nameless({ name: 'l' }))).toEqual([
        [NO_LAYER, 'Nameless', 'its class has no className, so the saved model cannot be loaded'],
      ])
      const unknown = new Unknown()
      expect(says(unknown)).toEqual([
        [
          NO_LAYER,
          'AuditUnknown',
          'its class is not registered, so the saved model cannot be loaded',
        ],
      ])
      expect(says(new Heir())).toEqual([
        [
          NO_LAYER,
          'AuditScale',
          'another class is registered as "AuditScale": a loaded model has a layer of that class',
        ],
      ])
      await breaks(() => reloaded(through([3], unknown)), 'Unknown layer: AuditUnknown')
      expect(renderFinding(inspect(new Nameless({ name: 'l' }))[0]!)).toContain('l (Nameless): ')
    }))

  it('that forget an option, or need one that they forget', () =>
    freed(async () => {
      const model = through([3], new Forgetful({ factor: 3, name: 'f' }))
      const x = wave([2, 3])
      const computed = values(model, x)
      expect(only(model)).toMatchObject({
        code: 'lostOption',
        places: ['f after x'],
        consequence:
          'it has factor 3, not 1 as in a layer made from its config: a loaded model has the latter',
      })
      expect(values(await reloaded(model), x)).not.toEqual(computed)
      const table = through([3], new Table({ sizes: [1], name: 't' }))
      expect(inspect(table)[0]).toMatchObject({ code: NO_LAYER, places: ['t after x'] })
      expect(inspect(table)[0]?.consequence).toContain('no layer can be made from its config: "')
      await breaks(() => reloaded(table), 'not iterable')
      x.dispose()
    }))
})

describe('layers that cannot be seen from outside', () => {
  const make = (): tf.layers.Layer =>
    tf.layers.dense({ units: 3, name: 'inner', kernelInitializer: 'ones' })
  class Private extends tf.layers.Layer {
    static className = 'AuditPrivate'
    readonly #inner = make()
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return this.#inner.apply(x) as tf.Tensor
    }
  }
  class Tracked extends tf.layers.Layer {
    static className = 'AuditTracked'
    readonly #inner = make()
    override build(shape: any): void {
      this.#inner.build(shape)
      this.#inner.built = true
      this.trainableWeights = this.#inner.trainableWeights
      super.build(shape)
    }
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return this.#inner.apply(x) as tf.Tensor
    }
  }
  for (const one of [Private, Tracked]) tf.serialization.registerClass(one)

  it('in private fields, whether or not they are used', () =>
    freed(() => {
      const model = through([3], new Private({ name: 'p' }))
      const found = { code: 'untrackedLayers', layer: 'p', places: ['p: inner (Dense)'] }
      expect(only(model)).toMatchObject(found)
      const x = wave([2, 3])
      values(model, x)
      expect(only(model)).toMatchObject(found)
      expect(inspect(through([3], new Tracked({ name: 't' })))).toEqual([])
      x.dispose()
    }))

  it('in closures, which stay as they were', () =>
    freed(() => {
      const inner = make()
      class Closed extends tf.layers.Layer {
        static className = 'AuditClosed'
        override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
          return inner.apply(x) as tf.Tensor
        }
      }
      tf.serialization.registerClass(Closed)
      const model = through([3], new Closed({ name: 'c' }))
      const found = { code: 'untrackedLayers', layer: 'c', places: ['c: inner (Dense)'] }
      expect(only(model)).toMatchObject(found)
      expect([inner.built, inner.weights, inner.inboundNodes.length]).toEqual([false, [], 0])
      const x = wave([2, 3])
      const before = values(model, x)
      const { weights } = inner
      expect(only(model)).toMatchObject(found)
      expect(inner.weights).toEqual(weights)
      expect(values(model, x)).toEqual(before)
      x.dispose()
    }))

  it('leave TensorFlow.js as it was, also when a layer throws or keeps tensors', () =>
    freed(() => {
      const patched = () => [
        Reflect.get(tf.layers.Layer.prototype, 'apply'),
        Reflect.get(tf.engine(), 'keep'),
      ]
      const before = patched()
      class Throws extends tf.layers.Layer {
        static className = 'AuditThrows'
        readonly constant = tf.keep(tf.scalar(1))
        override call(): tf.Tensor {
          tf.tidy(() => tf.keep(tf.scalar(2)))
          throw new Error('no')
        }
      }
      tf.serialization.registerClass(Throws)
      const own = new Throws({ name: 't' })
      expect(unsaved(through([3], own))).toEqual([])
      expect(patched()).toEqual(before)
      expect(own.constant.isDisposed).toBe(false)
      own.constant.dispose()
    }))
})
