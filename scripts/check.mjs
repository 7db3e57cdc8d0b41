// Type-checks every project incrementally. `npm run check` uses TypeScript 7, which is fast;
// `npm run check -- 6.0`, as in the tests, uses the version that also builds the declarations.
import { isMain, main, node } from './lib/run.mjs'
import { compilers } from './lib/typescript.mjs'

export async function check(version = '7.0') {
  const compiler = compilers.find((one) => one.version === version)
  if (compiler === undefined)
    throw new Error(
      `There is no TypeScript ${version} here, only ` +
        compilers.map((one) => one.version).join(', '),
    )
  await node(compiler.tsc, ['--build'])
}

if (isMain(import.meta.url)) main(() => check(process.argv[2]))
