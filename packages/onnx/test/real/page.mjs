// Runs bundled in a browser: a net becomes a file of ONNX that is dropped on the page, which reads
// it and predicts, and sends back how far that is from the net.
/* global document, DataTransfer, DragEvent, File */
import * as tf from '@tensorflow/tfjs'
import { block, input, residual } from '@layersmith/core'
import { fromOnnx, toOnnx } from '@layersmith/onnx'
import { loadWeights, toModel } from '@layersmith/tfjs'

const unit = residual(block().conv(4, 3, { padding: 'same' }).bn().relu())
const net = input([12, 12, 3])
  .conv(4, 1)
  .pipe(unit)
  .pool(2)
  .flatten()
  .dense(5, { activation: 'softmax' })

const predicted = async (file, built) => {
  const { net: read, weights } = await fromOnnx(file)
  const again = toModel(read)
  loadWeights(again, weights)
  const x = tf.randomNormal([2, 12, 12, 3], 0, 1, 'float32', 1)
  const [y, wanted] = [again, built].map(({ model }) => model.predict(x))
  const [numbers, expected] = [await y.data(), await wanted.data()]
  tf.dispose([x, y, wanted])
  again.dispose()
  built.dispose()
  const far = expected.map((n, i) => Math.abs(n - numbers[i]))
  return { difference: Math.max(...far), bytes: file.size, left: tf.memory().numTensors }
}

const tell = (found) => fetch('/found', { method: 'POST', body: JSON.stringify(found) })

const drop = async () => {
  await tf.setBackend('cpu')
  const built = toModel(net, { seed: 1 })
  document.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer.files
    predicted(file, built).then(tell, (e) => tell({ failed: String(e) }))
  })
  const dropped = new DataTransfer()
  dropped.items.add(new File([await toOnnx(built)], 'net.onnx'))
  document.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped }))
}
drop().catch((e) => tell({ failed: String(e) }))
