import { denseNet121 } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [112, 112, 64]
  c2: [56, 56, 256]
  c3: [28, 28, 512]
  c4: [14, 14, 1024]
  c5: [7, 7, 1024]
}
type Net<Out extends number[]> = Block<
  Tapped<[224, 224, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = denseNet121()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 1024]> = denseNet121({ top: false })
