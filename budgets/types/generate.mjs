// Nets that are too long to write by hand.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const nets = fileURLToPath(new URL('./nets', import.meta.url))

/**
 * Ten ResNet-50s in one file. Their widths, input sizes and classes all differ, so the compiler
 * cannot reuse anything from one for the next.
 */
function tenResNets() {
  const [imports, ...lines] = readFileSync(path.join(nets, 'resnet50-block.ts'), 'utf8').split('\n')
  const text = lines.join('\n')
  const names = [...text.matchAll(/^(?:export )?const (\w+)/gm)].map(([, name]) => name)
  const heights = [224, 192, 160, 256, 288, 320, 352, 384, 416, 448]
  const widths = [64, 128, 256, 512, 1024, 2048]
  const copies = heights.map((height, i) => {
    const map = Math.ceil(height / 32)
    const numbers = {
      224: height,
      1000: 1000 + i,
      ...Object.fromEntries(widths.map((width) => [width, width * (1 + i / 4)])),
    }
    return text
      .replace(new RegExp(`(?<!\\.)\\b(${names.join('|')})\\b`, 'g'), `$1${i}`)
      .replace(/\b\d+\b/g, (digits) => String(numbers[digits] ?? digits))
      .replace('readonly [7, 7,', `readonly [${map}, ${map},`)
  })
  return [imports, ...copies].join('\n')
}

/** 500 calls in one expression. Every third shrinks the input, which is large enough for all. */
const calls = Array.from(
  { length: 500 },
  (_, i) => ['.conv(8, 3)', '.bn()', '.relu()'][i % 3],
).join('\n  ')
const chain = `import { input } from 'layersmith'

export const net = input([9000, 9000, 3])
  ${calls}

export const shape: readonly [8666, 8666, 8] = net.shape
`
const chainBlock = `import { block, input } from 'layersmith'

const features = block()
  ${calls}

export const net = input([9000, 9000, 3]).pipe(features)

export const shape: readonly [8666, 8666, 8] = net.shape
`

export function generate() {
  const folder = path.join(nets, 'generated')
  mkdirSync(folder, { recursive: true })
  const write = (name, text) =>
    writeFileSync(path.join(folder, `${name}.ts`), `// Written by generate.mjs.\n${text}`)
  write('resnet50x10', tenResNets())
  write('chain500', chain)
  write('chain500-block', chainBlock)
}
