import { vgg16 } from '@layersmith/zoo'
import type { Block, Tapped } from 'layersmith'

interface Taps {
  c1: [112, 112, 128]
  c2: [56, 56, 256]
  c3: [28, 28, 512]
  c4: [14, 14, 512]
  c5: [7, 7, 512]
}
type Net<Out extends number[]> = Block<Tapped<[224, 224, 3], Out, Taps>, 'weights' | 'taps'>

export const net: Net<[1000]> = vgg16()
export const shape: readonly [1000] = net.shape
export const features: Net<[7, 7, 512]> = vgg16({ top: false })
