// Type-checks every project, incrementally. `npm run check` uses the fast TypeScript 7; `npm run
// check -- 6.0` the one that also makes the declarations, as the tests do.
import { isMain, main, node } from './lib/run.mjs'
import { compilers } from './lib/typescript.mjs'

export async function check(version = '7.0') {
  const compiler = compilers.find((one) => one.version === version)
  if (compiler === undefined)
    throw new Error(
      `No TypeScript ${version}; there is ${compilers.map((one) => one.version).join(', ')}`,
    )
  await node(compiler.tsc, ['--build'])
}

if (isMain(import.meta.url)) main(() => check(process.argv[2]))
