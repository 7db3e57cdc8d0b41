// What half a gigabyte of weights takes in memory: node memory.mjs write|read file. It prints how
// much more than before was in memory at most, as a part of the file's size.
import { statSync } from 'node:fs'
import { startBackend } from '@layersmith/backends'
import { input } from '@layersmith/core'
import { readKeras, writeKeras } from '@layersmith/keras'
import { toModel } from '@layersmith/tfjs'

const [what, file] = process.argv.slice(2)
await startBackend({ require: 'wasm' })
const zeros = { kernelInitializer: 'zeros' }
// two large weights: as large as that of the first dense layer of VGG16
const built =
  what === 'write' ? toModel(input([8192]).dense(8192, zeros).dense(8192, zeros)) : undefined
const before = process.memoryUsage().rss
if (built === undefined) await readKeras(file)
else await writeKeras(built, file)
const most = 1024 * process.resourceUsage().maxRSS
console.log((most - before) / statSync(file).size)
