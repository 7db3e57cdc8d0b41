import { xception } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [147, 147, 64]
  c2: [74, 74, 128]
  c3: [37, 37, 256]
  c4: [19, 19, 728]
  c5: [10, 10, 2048]
}
type Net<Out extends number[]> = Block<
  Tapped<[299, 299, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = xception()
export const shape: readonly [1000] = net.shape
export const features: Net<[10, 10, 2048]> = xception({ top: false })
