// Type tests. All run against the built declarations, because users get those. They run on the
// newest TypeScript, which instantiates the most; `npm run types -- --all` asks the older ones too,
// and `--update` rewrites what each is expected to say about the mistakes.
import { pathToFileURL } from 'node:url'
import { budgets } from '../budgets/types/measure.mjs'
import { editor } from './lib/editor.mjs'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { compilers, newest, older } from './lib/typescript.mjs'
import { typesMatrix } from './types-matrix.mjs'

/** The compilers that tstyche can ask: the newest of them always, the others in `olderTypes`. */
const [first, ...others] = compilers.filter(({ hasApi }) => hasApi).reverse()

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

/** What the older compilers say. */
export async function olderTypes() {
  for (const compiler of others) await tstyche(compiler)
  await typesMatrix({ among: older })
  await budgets({ among: older })
}

export async function types({ all = false, update = false } = {}) {
  const among = all || update ? compilers : [newest]
  await tstyche(first)
  await typesMatrix({ among, update })
  const hovers = await editor()
  if (hovers.length > 0) throw new Failed(hovers.join('\n'))
  await budgets({ among })
  if (all) for (const compiler of others) await tstyche(compiler)
}

if (isMain(import.meta.url)) {
  const flags = process.argv.slice(2)
  main(() => types({ all: flags.includes('--all'), update: flags.includes('--update') }))
}
