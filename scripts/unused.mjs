// Files that nothing imports, exports that nothing uses, dependencies that are declared and not
// used or the reverse. Types are left out: an exported type is used by whoever's inferred
// declaration names it, which no tool can see.
import { at, isMain, main, node } from './lib/run.mjs'

export async function unused(args = []) {
  await node(at('node_modules', 'knip', 'bin', 'knip.js'), ['--no-progress', ...args])
}

if (isMain(import.meta.url)) main(() => unused(process.argv.slice(2)))
