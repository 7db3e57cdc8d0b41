// The tables in the README of @layersmith/onnx. One has the operators that each kind becomes, from
// the table beside the exporters; the other the kinds that each operator becomes, from the import.
// Nets of all kinds test that each kind writes these operators and no others.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { cells, generated } from './generated.mjs'
import { at } from './run.mjs'

const built = (...file) => import(pathToFileURL(at('packages', 'onnx', 'dist', ...file)).href)

/** The table of operators, which is not in the built package. */
async function operatorsWritten() {
  const { transform } = await import('esbuild') // not there before set-up
  const source = readFileSync(at('packages', 'onnx', 'src', 'export', 'operators.ts'), 'utf8')
  const { code } = await transform(source, { loader: 'ts' })
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).operators
}

/** Compares the tables with the code, or rewrites them. Returns what is wrong. */
export async function operatorTables(file, update) {
  const { exporters } = await built('export', 'exporters.js')
  const { onlyInTraining } = await built('export', 'kinds', 'training.js')
  const written = Object.entries(await operatorsWritten()).map(([kind, operators]) => [
    `\`${kind}\``,
    exporters[kind] === onlyInTraining
      ? 'left out'
      : operators.map((operator) => `\`${operator}\``).join(', ') || 'refused',
  ])
  const { operators } = await built('import', 'operators', 'all.js')
  const read = [...operators]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operator, { becomes }]) => [`\`${operator}\``, becomes])
  return [
    ...generated(file, 'operators', table(['Kind', 'Operators'], written), update),
    ...generated(file, 'operators read', table(['Operator', 'Kinds'], read), update),
  ]
}

const table = (head, rows) => [
  cells(...head),
  cells(...head.map(() => '---')),
  ...rows.map((row) => cells(...row)),
]
