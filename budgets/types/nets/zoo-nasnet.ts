import { nasNetMobile } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [111, 111, 32]
  c2: [56, 56, 44]
  c3: [28, 28, 264]
  c4: [14, 14, 528]
  c5: [7, 7, 1056]
}
type Net<Out extends number[]> = Block<
  Tapped<[224, 224, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = nasNetMobile()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 1056]> = nasNetMobile({ top: false })
