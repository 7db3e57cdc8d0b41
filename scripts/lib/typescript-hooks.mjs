// `node --import scripts/lib/typescript-hooks.mjs file.ts` runs sources of tests outside of jest.
// It takes the types out and checks nothing; packages are those that were built.
import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { transform } from 'esbuild'

// Node loads this file once more, in the thread where its hooks run
if (isMainThread) register(import.meta.url)

/** Sources import each other by the names that the compiler would give them. */
export const resolve = (specifier, context, next) => {
  const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
  return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context)
}

export const load = async (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context)
  const file = fileURLToPath(url)
  const { code } = await transform(readFileSync(file, 'utf8'), {
    loader: 'ts',
    sourcefile: file,
    sourcemap: 'inline',
  })
  return { format: 'module', source: code, shortCircuit: true }
}
