// The pictures in the README of @layersmith/draw, drawn by the code that the README shows.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from './run.mjs'

const built = (name) => import(pathToFileURL(at('packages', name, 'dist', 'index.js')))

/** Compares the pictures in a folder with those drawn now, or rewrites them; returns the faults. */
export async function pictures(folder, update) {
  // a copy of the sources may have no such folder
  if (!update && !existsSync(folder)) return []
  const [{ block, input, residual }, { curves, draw }] = [await built('core'), await built('draw')]
  const unit = block().conv(16, 3, { padding: 'same' }).bn().relu()
  const net = input([28, 28, 1]).pipe(unit).pool(2).pipe(residual(unit)).globalPool().dense(10)
  const history = {
    loss: [0.9, 0.5, 0.4, 0.3],
    val_loss: [1, 0.7, 0.6, 0.7],
    acc: [0.6, 0.8, 0.9, 0.95],
  }
  const drawn = {
    'residual.svg': await draw(net, { format: 'svg', title: 'A residual net' }),
    'curves.svg': await curves(history, { title: 'Four epochs' }),
  }
  mkdirSync(folder, { recursive: true })
  return Object.entries(drawn).flatMap(([name, svg]) => {
    const file = path.join(folder, name)
    if (existsSync(file) && readFileSync(file, 'utf8') === svg) return []
    if (!update)
      return [`${path.relative(at(), file)} is out of date; run node scripts/docs.mjs --update`]
    writeFileSync(file, svg)
    return []
  })
}
