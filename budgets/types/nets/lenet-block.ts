import { block, input } from 'layersmith'

const features = block()
  .conv(6, 4, { activation: 'relu' })
  .bn()
  .pool(2)
  .conv(16, 4)
  .bn()
  .relu()
  .pool(2)

export const net = input([28, 28, 1]).pipe(features).flatten().dense(10)

export const shape: readonly [10] = net.shape
