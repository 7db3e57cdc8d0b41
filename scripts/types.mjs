// Type tests. All run against the built declarations, which are what users get. `--update` rewrites
// the expected messages of the mistakes.
import { pathToFileURL } from 'node:url'
import { budgets } from '../budgets/types/measure.mjs'
import { editor } from './lib/editor.mjs'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { inPairs } from './lib/pairs.mjs'
import { compilers } from './lib/typescript.mjs'
import { typesMatrix } from './types-matrix.mjs'

const [newest, ...older] = compilers.filter(({ hasApi }) => hasApi).reverse()

async function tstyche({ version, folder }) {
  // given a compiler, tstyche does not download one
  const module = pathToFileURL(at('node_modules', folder, 'lib', 'typescript.js')).href
  const { output } = await node(at('node_modules', 'tstyche', 'build', 'bin.js'), [], {
    capture: true,
    env: {
      ...process.env,
      TSTYCHE_TYPESCRIPT_MODULE: module,
      TSTYCHE_NO_INTERACTIVE: 'true',
      TSTYCHE_STORE_PATH: at('.cache', 'tstyche'),
    },
  })
  console.log(`TypeScript ${version}\n${output.trim()}\n`)
}

/** What tstyche expects, on the older compilers; `npm test` asks the newest that it can use. */
export async function olderTypes() {
  for (const compiler of older) await tstyche(compiler)
}

export async function types(args = []) {
  await inPairs([() => tstyche(newest), () => typesMatrix(args)])
  const hovers = await editor()
  if (hovers.length > 0) throw new Failed(hovers.join('\n'))
  await budgets()
}

if (isMain(import.meta.url)) main(() => types(process.argv.slice(2)))
