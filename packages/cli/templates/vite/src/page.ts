// Draw a bar: the trained model says whether it lies or stands.
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { loadModel } from 'layersmith'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import { classes, size } from './data.js'

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
})
const { backend } = await startBackend()
const model = await loadModel('/model/model.json')

const canvas = document.querySelector('canvas')
const said = document.querySelector('output')
const context = canvas?.getContext('2d', { willReadFrequently: true }) ?? null
if (canvas === null || said === null || context === null)
  throw new Error('index.html needs a canvas and an output')

const clear = () => {
  context.fillStyle = 'black'
  context.fillRect(0, 0, size, size)
}

const answer = async () => {
  const values = tf.tidy(() => {
    const x = tf.browser.fromPixels(canvas, 1).div(255).expandDims(0)
    const [y] = [model.predict(x)].flat()
    if (y === undefined) throw new Error('the model has no output')
    return y
  })
  const shares = await values.data()
  values.dispose()
  const texts = classes.map((name, i) => `${name} ${((shares[i] ?? 0) * 100).toFixed(0)} %`)
  said.value = `${texts.join(', ')} (on ${backend})`
}

canvas.width = canvas.height = size
clear()
canvas.addEventListener('pointerdown', clear)
canvas.addEventListener('pointermove', (event) => {
  if (event.buttons === 0) return
  const scale = size / canvas.clientWidth
  context.fillStyle = 'white'
  context.fillRect(Math.floor(event.offsetX * scale), Math.floor(event.offsetY * scale), 1, 1)
})
canvas.addEventListener('pointerup', () => void answer())
await answer()
