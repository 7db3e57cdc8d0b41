// The table of kinds and operators in the README of @layersmith/onnx, from the table of exporters.
// That each kind writes these operators, and no other, is tested with nets of all kinds.
import { pathToFileURL } from 'node:url'
import { cells, generated } from './generated.mjs'
import { at } from './run.mjs'

const built = (...file) =>
  import(pathToFileURL(at('packages', 'onnx', 'dist', 'export', ...file)).href)

/** Compares the table with the code, or rewrites it. Returns what is wrong. */
export async function operatorTable(file, update) {
  const { exporters } = await built('exporters.js')
  const { onlyInTraining } = await built('kinds', 'training.js')
  const rows = Object.entries(exporters).map(([kind, [write, ...operators]]) =>
    cells(
      `\`${kind}\``,
      write === onlyInTraining
        ? 'left out'
        : operators.map((operator) => `\`${operator}\``).join(', ') || 'refused',
    ),
  )
  const head = ['Kind', 'Operators']
  const lines = [cells(...head), cells(...head.map(() => '---')), ...rows]
  return generated(file, 'operators', lines, update)
}
