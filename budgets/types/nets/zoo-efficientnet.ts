import { efficientNetB0 } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [112, 112, 16]
  c2: [56, 56, 24]
  c3: [28, 28, 40]
  c4: [14, 14, 112]
  c5: [7, 7, 1280]
}
type Net<Out extends number[]> = Block<
  Tapped<[224, 224, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = efficientNetB0()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 1280]> = efficientNetB0({ top: false })
