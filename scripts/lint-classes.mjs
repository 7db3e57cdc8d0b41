// `npm run lint:classes` checks the one typed rule that oxlint does not have yet (see
// eslint.config.mjs). ESLint takes longer for it than oxlint for all the others.
import { at, isMain, main, node } from './lib/run.mjs'

export async function lintClasses() {
  await node(at('node_modules', 'eslint', 'bin', 'eslint.js'), ['--max-warnings=0', '.'])
}

if (isMain(import.meta.url)) main(lintClasses)
