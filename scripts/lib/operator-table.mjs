// The table of kinds and operators in the README of @layersmith/onnx: what toOnnx writes for the
// nets of each kind that the tests of @layersmith/keras have.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { cells, generated } from './generated.mjs'
import { at } from './run.mjs'

/** The nets, which are TypeScript, and what reads models, as a module that Node.js imports. */
async function samples() {
  const { build } = await import('esbuild') // not there before set-up
  const here = at('packages', 'onnx')
  const { outputFiles } = await build({
    stdin: {
      contents:
        `export { nets } from '../keras/test/support/kinds.ts'\n` +
        `export { fromBinary } from '@bufbuild/protobuf'\n` +
        `export { ModelProtoSchema } from 'onnx-buf'`,
      resolveDir: here,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['@layersmith/*', '@tensorflow/*'],
    logLevel: 'error',
  })
  // where its imports resolve
  const folder = path.join(here, 'node_modules', '.cache')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'operator-table.mjs')
  writeFileSync(file, outputFiles[0].contents)
  return import(pathToFileURL(file))
}

const built = (name) => import(pathToFileURL(at('packages', name, 'dist', 'index.js')))

/** Compares the table with the code, or rewrites it. Returns what is wrong. */
export async function operatorTable(file, update) {
  const { nets, fromBinary, ModelProtoSchema } = await samples()
  const [{ toModel }, { toOnnx }] = [await built('tfjs'), await built('onnx')]
  /** The operators of the positions of a kind, without what turns images at the borders. */
  const operatorsOf = async (kind, make) => {
    const model = toModel(make(), { seed: 1 })
    const paths = model.plan.positions.flatMap((one) => (one.kind === kind ? [one.path] : []))
    const isOwn = (name) => paths.some((one) => name === one || name.startsWith(`${one}/`))
    try {
      const { graph } = fromBinary(ModelProtoSchema, await toOnnx(model))
      return graph.node
        .filter(({ name }) => isOwn(name) && !/\/channels_(first|last)(_\d+)?$/.test(name))
        .map(({ opType }) => opType)
    } catch (e) {
      return { refused: /ONNX has no ([^;\n]+)/.exec(e.message)?.[1] ?? e.message }
    } finally {
      model.dispose()
    }
  }
  const rows = []
  for (const [kind, makers] of Object.entries(nets)) {
    const found = []
    for (const make of makers) found.push(await operatorsOf(kind, make))
    const operators = [...new Set(found.flatMap((one) => one.refused ?? one))].sort()
    const refused = found.flatMap((one) => one.refused ?? [])
    const written = operators.filter((one) => !refused.includes(one))
    const words = [
      ...(written.length > 0 ? [written.map((one) => `\`${one}\``).join(', ')] : []),
      ...[...new Set(refused)].map((one) => `refused: ONNX has no ${one}`),
    ]
    rows.push(cells(`\`${kind}\``, words.length > 0 ? words.join('; ') : 'nothing'))
  }
  const head = ['Kind', 'Operators']
  const lines = [cells(...head), cells(...head.map(() => '---')), ...rows]
  return generated(file, 'operators', lines, update)
}
