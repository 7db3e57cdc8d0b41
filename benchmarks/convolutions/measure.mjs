// `npm run bench -- convolutions [options]`: starts dist/main.js.
import { at, isMain, main, node } from '../../scripts/lib/run.mjs'

async function convolutions(args) {
  const { code } = await node(at('benchmarks', 'convolutions', 'dist', 'main.js'), args, {
    allowFailure: true,
  })
  // the child has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => convolutions(process.argv.slice(2)))
