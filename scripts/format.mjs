// `npm run format` formats every file; `npm run format -- --check` only lists the ones it would
// change.
import { at, isMain, main, node } from './lib/run.mjs'

export async function format(args = []) {
  const mode = args.includes('--check') ? '--check' : '--write'
  await node(
    at('node_modules', 'prettier', 'bin', 'prettier.cjs'),
    [mode, '--cache', '--cache-location', at('.cache', 'prettier'), '--log-level', 'warn', '.'],
    { cwd: at() },
  )
}

if (isMain(import.meta.url)) main(() => format(process.argv.slice(2)))
