// Finds files that nothing imports, exports that nothing uses, and dependencies that are declared
// but unused, or used but undeclared. It skips types: any inferred declaration may name an exported
// type, and no tool sees that.
import { at, isMain, main, node } from './lib/run.mjs'

export async function unused(args = []) {
  await node(at('node_modules', 'knip', 'bin', 'knip.js'), ['--no-progress', ...args])
}

if (isMain(import.meta.url)) main(() => unused(process.argv.slice(2)))
