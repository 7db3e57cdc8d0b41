// The net. See it with: npx layersmith summary src/net.ts (or .js)
import { block, input } from 'layersmith'
import { size } from './data.js'

const stage = block().conv(8, 3, { padding: 'same' }).bn().relu()

export const net = input([size, size, 1])
  .pipe(stage)
  .pool(2)
  .pipe(stage) // a second use of the stage: fresh layers
  .globalPool()
  .dense(2, { activation: 'softmax' })
