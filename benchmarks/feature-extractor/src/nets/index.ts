import { lenet } from './lenet.js'
import { mobilenetv2 } from './mobilenetv2.js'
import { resnet20 } from './resnet20.js'
import { vgg } from './vgg.js'

/** Every net of the benchmark, from small to large. */
export const nets = [lenet, vgg, resnet20, mobilenetv2] as const

export const netNames = nets.map(({ name }) => name)
