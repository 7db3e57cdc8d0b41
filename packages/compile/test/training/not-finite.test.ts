// Numbers that are not finite in a batch: what is not finite after a step, beside trainOnBatch.
import { expect, it } from '@jest/globals'
import { compileTraining } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import { nets } from '../support/engine-nets.js'
import { build, sizeOf, wave, weightsOf } from '../support/training.js'

const options = () => ({ optimizer: tf.train.momentum(0.01, 0.9), loss: 'meanSquaredError' })
/** Of the places where a weight is not finite. */
const placesOf = (values: Float32Array): readonly number[] =>
  Array.from(values.entries()).flatMap(([i, n]) => (Number.isFinite(n) ? [] : [i]))

const some = [
  ...(['dense', 'conv', 'conv in groups', 'conv of sequences', 'depthwise', 'separable'] as const),
  ...(['bn', 'bn of vectors', 'bn along other axes', 'frozen', 'maps of channels'] as const),
  ...(['layer and group norm', 'pool max', 'pool average', 'global pools', 'residual'] as const),
  ...(['squeeze and excite', 'transposed convolutions', 'other activations', 'prelu'] as const),
  ...(['upsample by interpolation', 'permute'] as const),
] as const

it.each(some.flatMap((name) => [NaN, Infinity].map((number) => [name, number] as const)))(
  '%s: %d spreads as on the backend cpu',
  async (name, number) => {
    const net = nets[name]
    const [mine, theirs] = [build(net), build(net)]
    const [from, to] = [mine.plan.inputs, mine.plan.outputs].map((places) => [
      2,
      ...(places[0]?.shape ?? []).map(Number),
    ]) as [number[], number[]]
    const [x, y] = [wave(sizeOf(from)), wave(sizeOf(to), 3)]
    x[0] = number
    const trainer = await compileTraining(mine, { ...options(), threads: 1 } as never)
    theirs.model.compile(options())
    const given = [tf.tensor(x, from), tf.tensor(y, to)] as const
    const wanted = Number(await theirs.model.trainOnBatch(...given))
    const { loss } = trainer.step(x, y) as { readonly loss: number }
    expect(Number.isFinite(loss)).toBe(Number.isFinite(wanted))
    const zero = trainer.report.ops.flatMap(({ of, backward }) =>
      backward.endsWith('bias zero') ? of.map((path) => `${path}/bias`) : [],
    )
    trainer.dispose()
    const got = weightsOf(mine)
    for (const [weight, values] of weightsOf(theirs)) {
      const [here, there] = [placesOf(got.get(weight) ?? values), placesOf(values)]
      if (zero.includes(weight)) expect([weight, here]).toEqual([weight, []])
      // slopes get it from every number, there only from the negative ones
      else if (weight.endsWith('alpha')) expect(here).toEqual(expect.arrayContaining([...there]))
      else expect([weight, here]).toEqual([weight, there])
    }
    tf.dispose([...given])
    mine.dispose()
    theirs.dispose()
  },
)
