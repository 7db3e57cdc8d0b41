// Trains the net, shows how it goes, and saves the weights of the best epoch. Stop it with Ctrl-C
// and start it again: it goes on after the last epoch that it has saved. To start afresh, remove
// the folder "checkpoint".
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { callbacks, fileHandler, resume, schedules, toModel } from 'layersmith'
import { examples } from './data.js'
import { net } from './net.js'
import { place } from './place.js'

const { backend } = await startBackend()
console.log(`training on ${backend}`)

const { x, y } = examples()
const built = toModel(net, { seed: 1 })
built.model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] })

const epochs = Number(process.env.EPOCHS ?? 20)
const run = await resume(built, 'checkpoint')
const rate = schedules.cosineDecay({ initialLearningRate: 0.02, decaySteps: epochs * 15 })
await built.fit(x, y, {
  epochs,
  validationSplit: 0.2,
  callbacks: [
    callbacks.progress(),
    callbacks.learningRate(rate),
    callbacks.bestWeights({ patience: 5 }),
    callbacks.checkpoint('checkpoint'), // last, so that it saves what bestWeights remembers
  ],
  ...run,
})

const { x: newX, y: newY } = examples(200, 2)
const { loss, acc } = await built.evaluate(newX, newY)
console.log(`on new examples: loss ${loss.toFixed(3)}, accuracy ${acc?.toFixed(3)}`)

await built.model.save(fileHandler(place))
console.log(`saved to ${place}`)
tf.dispose([x, y, newX, newY])
built.dispose()
