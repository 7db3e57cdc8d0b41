import { mobileNetV3Small } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [112, 112, 16]
  c2: [56, 56, 16]
  c3: [28, 28, 24]
  c4: [14, 14, 48]
  c5: [7, 7, 576]
}
type Net<Out extends number[]> = Block<
  Tapped<[224, 224, 3], Out, Taps>,
  'weights' | 'batchStatistics' | 'taps'
>

export const net: Net<[1000]> = mobileNetV3Small({ inputShape: [224, 224, 3] })
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 576]> = mobileNetV3Small({
  top: false,
  inputShape: [224, 224, 3],
})
