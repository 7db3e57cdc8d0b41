import { inceptionResNetV2 } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [147, 147, 64]
  c2: [71, 71, 192]
  c3: [35, 35, 320]
  c4: [17, 17, 1088]
  c5: [8, 8, 1536]
}
type Net<Out extends number[]> = Block<
  Tapped<[299, 299, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = inceptionResNetV2()
export const shape: readonly [1000] = net.shape
export const features: Net<[8, 8, 1536]> = inceptionResNetV2({ top: false })
