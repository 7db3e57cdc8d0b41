// A program as a user writes it: two benchmarks, the second of which uses the result of the first.
import { bench } from '@layersmith/bench'
import { input } from 'layersmith'
import * as tf from '@tensorflow/tfjs'

const [, , folder, ...backends] = process.argv
console.log('the program starts')

const net = input([4]).dense(3).relu()
const byHand = () =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4] }), tf.layers.reLU()],
  })
const quick = { batch: 2, seconds: 0.1, ceilings: false }

const first = await bench({ ours: net, theirs: byHand }, { ...quick, modes: ['forward'], backends })
await first.save(`${folder}/first.json`)
const started = first.result.runs.map(({ environment }) => environment.backend.backend)

const second = await bench(
  { ours: net, crash: () => (started.includes('cpu') ? process.exit(7) : net) },
  { ...quick, modes: ['forward'], backends: ['cpu'] },
)
console.log(JSON.stringify({ first: first.result, second: second.result }))
