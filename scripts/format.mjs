// `npm run format` formats every file; `npm run format -- --check` only lists the ones it would
// change.
import { at, isMain, main, node } from './lib/run.mjs'

export async function format(args = []) {
  const mode = args.includes('--check') ? '--list-different' : '--write'
  await node(at('node_modules', 'oxfmt', 'bin', 'oxfmt'), [mode], { cwd: at() })
}

if (isMain(import.meta.url)) main(() => format(process.argv.slice(2)))
