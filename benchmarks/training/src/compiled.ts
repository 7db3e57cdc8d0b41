/** The whole step as one program, made by compileTraining. */
import { stopwatch } from '@layersmith/benchmark-shared/page'
import { compileTraining } from '@layersmith/compile'
import { fromModel, loadWeights, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import type { Contestant, Training } from './contestant.js'
import { batchOf, type NetName, nets } from './nets/index.js'

export const startCompiled = (rate: number, threads: number): Contestant => ({
  name: 'compiled',
  facts: { program: 'WebAssembly', threads },
  train: (net) => train(net, rate, threads),
  stop: () => Promise.resolve(),
})

const train = async (name: NetName, rate: number, threads: number): Promise<Training> => {
  const model = nets[name].build()
  const { net, weights } = fromModel(model)
  const built = toModel(net)
  loadWeights(built, weights)
  const params = model.countParams()
  model.dispose()
  const optimizer = tf.train.adam(rate)
  const loss = 'categoricalCrossentropy'
  const trainer = await compileTraining(built, { optimizer, loss, threads })
  const [x, y] = batchOf(name)
  const [images, labels] = [x.dataSync(), y.dataSync()]
  tf.dispose([x, y])
  return {
    params,
    output: [labels.length / nets[name].batch],
    step: () => {
      const elapsed = stopwatch()
      const { loss } = trainer.step(images, labels)
      const { wall, cpu } = elapsed()
      return Promise.resolve({ time: wall, busy: cpu, loss })
    },
    dispose: () => {
      trainer.dispose()
      built.dispose()
      optimizer.dispose()
      return Promise.resolve()
    },
  }
}
