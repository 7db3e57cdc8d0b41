// The table of architectures in the README of @layersmith/zoo, generated from the code.
import { pathToFileURL } from 'node:url'
import { cells, generated } from './generated.mjs'
import { at } from './run.mjs'

const built = (name) => import(pathToFileURL(at('packages', name, 'dist', 'index.js')))
const millions = (n) => (n / 1e6).toFixed(n < 1e7 ? 2 : 1)
const billions = (n) => (n / 1e9).toFixed(2)

/** A model with a size known only at run time is counted for 224x224. */
const sized = (make, plan) => {
  const { shape } = plan(make()).inputs[0]
  return plan(make({ inputShape: shape.map((n) => n ?? 224) }))
}

/** Compares the table with the code, or rewrites it. Returns what is wrong. */
export async function zooTable(file, update) {
  const [{ plan }, { architectures }] = [await built('core'), await built('zoo')]
  const rows = Object.entries(architectures).map(([name, make]) => {
    const { inputs, params, flops, taps } = sized(make, plan)
    return cells(
      `\`${name}\``,
      inputs[0].shape.slice(0, 2).join('x'),
      millions(params.trainable + params.nonTrainable),
      billions(flops),
      taps.map((tap) => `\`${tap.name}\` ${tap.channels}`).join(', '),
    )
  })
  const head = [
    'Function',
    'Image',
    'Parameters (millions)',
    'FLOPs (billions)',
    'Taps and their channels',
  ]
  const lines = [cells(...head), cells(...head.map(() => '---')), ...rows]
  return generated(file, 'architectures', lines, update)
}
