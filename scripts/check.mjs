// Type-checks every project incrementally, with TypeScript 7, which is fast and also writes the
// declarations. What users see of them is tested on all versions, see types.mjs.
// `npm run check -- 6.0` takes another version.
import { isMain, main, node } from './lib/run.mjs'
import { compilers } from './lib/typescript.mjs'

export async function check(version = '7.0') {
  const compiler = compilers.find((one) => one.version === version)
  if (compiler === undefined)
    throw new Error(
      `There is no TypeScript ${version} here, only ` +
        compilers.map((one) => one.version).join(', '),
    )
  await node(compiler.tsc, ['--build', ...compiler.flags])
}

if (isMain(import.meta.url)) main(() => check(process.argv[2]))
