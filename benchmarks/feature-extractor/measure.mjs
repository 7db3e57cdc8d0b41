// `npm run bench -- feature-extractor [options]`: starts dist/main.js. Where scripts/native.mjs has
// built the addon of tfjs-node, that happens in the project in which it lies, so that the backend
// node starts too. `--native` builds it first.
import path from 'node:path'
import { at, isMain, main, node } from '../../scripts/lib/run.mjs'
import { installWithAddon, isAddonPrepared, prepareAddon } from '../../scripts/native.mjs'

async function featureExtractor(args) {
  if (args.includes('--native')) await prepareAddon()
  const home = isAddonPrepared()
    ? installWithAddon('benchmarks/feature-extractor')
    : at('benchmarks', 'feature-extractor')
  // the last one given counts
  const options = [
    '--out',
    at('benchmarks', 'results', 'feature-extractor'),
    ...args.filter((arg) => arg !== '--native'),
  ]
  const { code } = await node(path.join(home, 'dist', 'main.js'), options, { allowFailure: true })
  // what went wrong has been said
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) main(() => featureExtractor(process.argv.slice(2)))
