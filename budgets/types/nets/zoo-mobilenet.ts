import { mobileNet } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [112, 112, 64]
  c2: [56, 56, 128]
  c3: [28, 28, 256]
  c4: [14, 14, 512]
  c5: [7, 7, 1024]
}
type Net<Out extends number[]> = Block<
  Tapped<[224, 224, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = mobileNet()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 1024]> = mobileNet({ top: false })
