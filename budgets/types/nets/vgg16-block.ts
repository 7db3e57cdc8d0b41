import { block, input } from 'layersmith'

const features = block()
  .conv(64, 3, { padding: 'same', activation: 'relu' })
  .conv(64, 3, { padding: 'same', activation: 'relu' })
  .pool(2)
  .conv(128, 3, { padding: 'same', activation: 'relu' })
  .conv(128, 3, { padding: 'same', activation: 'relu' })
  .pool(2)
  .conv(256, 3, { padding: 'same', activation: 'relu' })
  .conv(256, 3, { padding: 'same', activation: 'relu' })
  .conv(256, 3, { padding: 'same', activation: 'relu' })
  .pool(2)
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .pool(2)
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .conv(512, 3, { padding: 'same', activation: 'relu' })
  .pool(2)

export const net = input([224, 224, 3])
  .pipe(features)
  .flatten()
  .dense(4096, { activation: 'relu' })
  .dense(4096, { activation: 'relu' })
  .dense(1000)

export const shape: readonly [1000] = net.shape
export const map: readonly [7, 7, 512] = input([224, 224, 3]).pipe(features).shape
