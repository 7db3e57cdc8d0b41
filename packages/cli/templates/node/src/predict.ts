// Loads the trained model and asks it about new examples.
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { restore } from 'layersmith'
import { classes, examples } from './data.js'
import { net } from './net.js'
import { place } from './place.js'

await startBackend()
const built = await restore(net, place)
const { x, y } = examples(4, 3)
const answers = built.predict(x)
const [said, right] = [answers.argMax(1), y.argMax(1)]
const truth = await right.data()
for (const [i, answer] of (await said.data()).entries())
  console.log(`it says ${classes[answer]}, right is ${classes[truth[i] ?? 0]}`)

tf.dispose([x, y, answers, said, right])
built.dispose()
