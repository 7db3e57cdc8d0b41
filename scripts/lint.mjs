// Arguments go to eslint: `npm run lint -- --fix`.
import { at, isMain, main, node } from './lib/run.mjs'

export async function lint(args = []) {
  await node(at('node_modules', 'eslint', 'bin', 'eslint.js'), ['--max-warnings=0', '.', ...args])
}

if (isMain(import.meta.url)) main(() => lint(process.argv.slice(2)))
