// No error is longer than people read, whatever names and values others give.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import * as all from 'layersmith'

const { block, branch, custom, input, inputs, residual, tie, toModel } = all
/** The most characters of an error. */
const MOST = 2000
const long = 'x'.repeat(20_000)
const option = { [long]: 1 }
const many = Object.fromEntries(
  Array.from({ length: 3000 }, (_, i) => [`name${i}`, long.slice(19_900)]),
)
// the compiler refuses all of it
const any = (x: unknown): any => x
const net = input([4]).dense(2)
const loose = any(input([4]))

const errors: Readonly<Record<string, () => unknown>> = {
  'a name of a part': () => toModel(loose.pipe(block().dense(2).as(` ${long}`)) as never),
  'a name of a tap': () => toModel(loose.tap(` ${long}`) as never),
  'a tap used twice': () => toModel(loose.tap(long).relu().tap(long)),
  'an option': () => toModel(loose.dense(2, option)),
  'many options': () => toModel(loose.dense(2, many)),
  'a value': () => toModel(loose.dense(long)),
  'a long list as a value': () => toModel(any(input([8, 8, 1])).conv(2, Array(30_000).fill('a'))),
  'an activation': () => toModel(loose.activation(long)),
  'an argument too many': () => loose.tap('a', long),
  'an input': () => toModel(any(inputs)({ [` ${long}`]: [4], b: [4] }).merge('add')),
  'many inputs': () => toModel(any(inputs)(many).merge('add')),
  'a merge': () => toModel(any(inputs)({ a: [4], b: [4] }).merge(long)),
  'an order': () => toModel(any(inputs)({ a: [4], b: [4] }).merge('concat', [long, 'b'])),
  'an output': () => toModel(loose.outputs({ [` ${long}`]: block() })),
  'many outputs': () => toModel(loose.outputs(many)),
  'an input that a part expects': () => toModel(loose.pipe(input(Array(5000).fill(3)).relu())),
  'a custom layer': () => any(custom)(long, 3),
  'an option of a custom layer': () => any(custom)('a', () => null, option),
  'what a factory throws': () =>
    toModel(
      loose.pipe(
        custom('a', () => {
          throw new Error(long)
        }),
      ),
    ),
  'what a factory makes': () => toModel(loose.pipe(custom('a', () => any(long)))),
  'an option of tie': () => any(tie)(net, option),
  'a residual': () => toModel(loose.pipe(any(residual)(long))),
  'a branch': () => toModel(loose.pipe(any(branch)(long, block()).add())),
  'many problems': () =>
    toModel(any(Array.from({ length: 40 }).reduce((b: any) => b.dense(2, option), loose))),
  'a repeat': () => toModel(loose.repeat(2, long)),
  'a kind': () => any(all.ofKind)(long, {}),
  'JSON that is a text': () => read(long),
  'JSON with a key': () => read({ ...all.toJSON(net), ...option }),
  'JSON of a kind': () =>
    read(JSON.parse(JSON.stringify(all.toJSON(net)).replace('"dense"', `"${long}"`))),
  'JSON of a version': () => read({ ...any(all.toJSON(net)), version: long }),
  'an option of toSource': () => all.toSource(net, any(option)),
  'a name for toSource': () => all.toSource(net, { name: `${long} ` }),
  'an option of toModel': () => toModel(net, any(option)),
  'a name of a model': () => toModel(net, { name: ` ${long}` }),
  'an option of toLayer': () => all.toLayer(net, any(option)),
  'a name of a layer': () => all.toLayer(net, { name: ` ${long}` }),
  'a shared part': () => any(all.shared)(long),
  'a model': () => any(all.fromModel)(long),
  'a model to audit': () => any(all.audit)(long),
  'an option of audit': () => using(net, ({ model }) => all.audit(model, any(option))),
  'names of weights': () => using(net, (built) => all.loadWeights(built, any(many))),
  'an option of loadWeights': () => using(net, (built) => all.loadWeights(built, {}, any(option))),
  'an option of predict': () => using(net, (built) => built.predict(any(long))),
  'a name of an input': () =>
    using(any(inputs)({ a: [4], b: [4] }).merge('add'), (built: any) => built.predict(option)),
  'a name of a tap to extract': () =>
    using(loose.tap('t').relu(), (built) => any(built).extract(long)),
  'many taps to extract from': () => {
    let taps = loose
    for (let i = 0; i < 400; i++) taps = taps.tap(`tap${i}`)
    return using(taps.relu(), (built) => any(built).extract(long))
  },
  'a metric of an output': () =>
    using(loose.outputs({ a: block(), b: block() }), ({ model }: any) =>
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: option }),
    ),
  'a disposed model': () => {
    const model = tf.sequential({
      name: long,
      layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
    })
    model.dispose()
    return all.fromModel(model)
  },
  'a model without layers': () => all.fromModel(tf.sequential({ name: long })),
  'weights of one name': () => {
    const [a, b] = [0, 1].map(() =>
      tf.sequential({
        name: long,
        layers: [tf.layers.dense({ name: `l${long}`, units: 2, inputShape: [2] })],
      }),
    )
    try {
      return all.weightsOf(tf.sequential({ layers: [a!, b!] }))
    } finally {
      for (const { weights } of [a!, b!]) for (const weight of weights) weight.dispose()
    }
  },
  'a monitor': () => any(all.callbacks).bestWeights({ monitor: 3, [long]: 1 }),
  'a mode': () => any(all.callbacks).bestWeights({ mode: long }),
  boundaries: () =>
    all.schedules.piecewiseConstantDecay({
      boundaries: Array(5000).fill(7),
      values: Array(5001).fill(1),
    }),
  values: () => all.schedules.piecewiseConstantDecay({ boundaries: [1], values: [any(long), 1] }),
  'a folder': () => all.fileHandler(`${long}/${long}`).load(),
  'a folder to save to': () =>
    using(net, ({ model }) => model.save(all.fileHandler(`${long}/${long}`))),
  'a folder with the name of a file': () =>
    using(net, ({ model }) => model.save(all.fileHandler(`${long}.json`))),
  'a folder to load from': () => all.loadModel(`${long}/${long}`),
  'an option of loadModel': () => all.loadModel({}, any(long)),
  'a handler that fails': () => all.loadModel({ load: () => Promise.reject(new Error(long)) }),
  'a topology': () =>
    all.loadModel({
      load: () => Promise.resolve({ modelTopology: any({ class_name: long, config: {} }) }),
    }),
}
/** Reads JSON, and throws its problems. */
const read = (json: unknown): void => {
  const result = all.fromJSON(json)
  if (result._tag === 'Left') throw new all.BuildError(result.left)
}
/** Runs `f` with what a net builds, and frees it. */
const using = async (of: any, f: (built: ReturnType<typeof toModel>) => unknown): Promise<void> => {
  const built = any(toModel)(of, { seed: 1 })
  try {
    await f(built)
  } finally {
    built.dispose()
  }
}

describe('the error for', () => {
  it.each(Object.entries(errors))('%s is short', async (_, run) => {
    const before = tf.memory().numTensors
    let error: unknown
    try {
      await run()
    } catch (e) {
      error = e
    }
    expect(error).toBeInstanceOf(Error)
    const { message } = error as Error
    expect(message.length).toBeGreaterThan(10)
    expect(message.length).toBeLessThanOrEqual(MOST)
    if (error instanceof all.BuildError)
      for (const problem of error.problems)
        expect(all.render(problem).length).toBeLessThanOrEqual(MOST)
    expect(tf.memory().numTensors).toBe(before)
  })
})
