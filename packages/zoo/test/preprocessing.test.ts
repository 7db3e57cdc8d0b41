// What Keras's preprocess_input gives; see keras.long.test.ts.
import { type AnyBlock, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { caffePreprocessing, tfPreprocessing, torchPreprocessing } from '@layersmith/zoo'
import { numbers, results } from './support/keras.js'

const preprocessing: Readonly<Record<string, AnyBlock>> = {
  vgg16: caffePreprocessing(),
  mobilenet: tfPreprocessing(),
  densenet: torchPreprocessing(),
}
it.each(Object.entries(preprocessing))('preprocess_input of %s is a block', (name, block) => {
  const built = toModel(input([2, 2, 3]).pipe(block))
  const image = tf.tensor4d(numbers([2, 2, 3], -1, 255, 0), [1, 2, 2, 3])
  const y = built.model.predict(image) as tf.Tensor
  const got = y.dataSync()
  const wanted = results.preprocessed[name] ?? []
  expect(got).toHaveLength(wanted.length)
  wanted.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 4))
  tf.dispose([image, y])
  built.dispose()
})
