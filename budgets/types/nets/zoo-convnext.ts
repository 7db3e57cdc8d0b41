import { convNeXtTiny } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c2: [56, 56, 96]
  c3: [28, 28, 192]
  c4: [14, 14, 384]
  c5: [7, 7, 768]
}
type Net<Out extends number[]> = Block<Tapped<[224, 224, 3], Out, Taps>, 'weights' | 'taps'>

export const net: Net<[1000]> = convNeXtTiny()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 768]> = convNeXtTiny({ top: false })
