// A page may import any one thing: bundlers drop what nothing seems to need, and a block must still
// have its methods. Each program is bundled from the built packages, as a user's bundler would, and
// run.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, isMain, main, node } from '../../scripts/lib/run.mjs'

const folder = at('.cache', 'alone')

/** Programs that import little, with what they must print. */
const programs = [
  [
    "import { fromJSON } from 'layersmith'",
    `const json = { layersmith: 1, input: [8], nodes: [{ kind: 'relu', config: {} }] }
    const { right } = fromJSON(json)
    show(right.shape, typeof right.pipe, typeof right.relu)`,
    '[[8],"function","function"]',
  ],
  [
    "import { inputs } from 'layersmith'",
    `const net = inputs({ a: [8], b: [8] }).merge('add')
    show(net.shape, typeof net.dense)`,
    '[[8],"function"]',
  ],
  [
    "import { ofKind, residual, shared } from '@layersmith/core'",
    "show(typeof shared(residual(ofKind('relu', {}))).tap)",
    '["function"]',
  ],
  [
    "import { custom, tie } from 'layersmith'",
    "try { tie(custom('a', () => null)) } catch (e) { show(e instanceof TypeError) }",
    '[true]',
  ],
]

async function run([statement, body]) {
  // imported here because esbuild exists only after set-up
  const { build } = await import('esbuild')
  const show = 'const show = (...all) => console.log(JSON.stringify(all))'
  const { outputFiles } = await build({
    stdin: { contents: `${statement}\n${show}\n${body}`, resolveDir: at('budgets', 'size') },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['@tensorflow/*'],
    // the built packages, not their sources
    tsconfigRaw: '{}',
    logLevel: 'error',
  })
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'alone.mjs')
  // nothing of TensorFlow.js is called here
  writeFileSync(file, outputFiles[0].text.replace(/^import .*@tensorflow.*$/gm, ''))
  const { output } = await node(file, [], { capture: true, allowFailure: true })
  return output.trim()
}

export async function alone() {
  const wrong = []
  for (const program of programs) {
    const got = await run(program)
    const [statement, , wanted] = program
    if (got !== wanted) wrong.push(`${statement}, alone on a page, gives ${got}, not ${wanted}`)
  }
  if (wrong.length > 0) throw new Failed(wrong.join('\n'))
  console.log(`${programs.length} programs that import little run as bundles`)
}

if (isMain(import.meta.url)) main(alone)
