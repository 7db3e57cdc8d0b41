// Arguments go to oxlint: `npm run lint -- --fix`.
import { at, isMain, main, node } from './lib/run.mjs'

export async function lint(args = []) {
  await node(at('node_modules', 'oxlint', 'bin', 'oxlint'), ['--type-aware', ...args])
}

if (isMain(import.meta.url)) main(() => lint(process.argv.slice(2)))
