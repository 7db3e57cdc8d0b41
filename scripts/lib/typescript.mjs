import { at } from './run.mjs'

/** The versions of TypeScript that users may have; each is installed under a name of its own. */
export const compilers = [
  { version: '5.9', folder: 'typescript-5.9', hasApi: true, flags: [] },
  { version: '6.0', folder: 'typescript', hasApi: true, flags: [] },
  // The native compiler has no JavaScript API; checks that need one run on the other two. Each of
  // its threads computes the types that they share, which costs half as much again in total.
  { version: '7.0', folder: 'typescript-7.0', hasApi: false, flags: ['--singleThreaded'] },
].map((compiler) => ({ ...compiler, tsc: at('node_modules', compiler.folder, 'bin', 'tsc') }))

/** `npm test` asks the newest, and `npm run test:long` the others. */
export const newest = compilers.at(-1)
export const older = compilers.filter((compiler) => compiler !== newest)
