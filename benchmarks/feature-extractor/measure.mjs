// `npm run bench -- feature-extractor [options]`: starts dist/main.js. If scripts/native.mjs has
// built the addon of tfjs-node, it starts in the project that holds the addon, so that the node
// backend starts too. `--native` builds the addon first.
import path from 'node:path'
import { at, isMain, main, node } from '../../scripts/lib/run.mjs'
import { installWithAddon, isAddonPrepared, prepareAddon } from '../../scripts/native.mjs'

async function featureExtractor(args) {
  if (args.includes('--native')) await prepareAddon()
  const home = isAddonPrepared()
    ? installWithAddon('benchmarks/feature-extractor')
    : at('benchmarks', 'feature-extractor')
  // of repeated options, the last one counts
  const options = [
    '--out',
    at('benchmarks', 'results', 'feature-extractor'),
    ...args.filter((arg) => arg !== '--native'),
  ]
  const { code } = await node(path.join(home, 'dist', 'main.js'), options, { allowFailure: true })
  // the child has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => featureExtractor(process.argv.slice(2)))
