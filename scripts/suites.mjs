// `npm run test:suites`: everything that CI runs after `npm test`, two suites at a time. Needs
// Node, npm and npm's registry; for WebGPU and the shells, root and Debian's mirror; for
// libtensorflow, Keras and ONNX Runtime, Python, a C++ compiler and pip's index. Most are npm
// scripts of their own, too.
import { at, main, node } from './lib/run.mjs'
import { inLanes, table } from './lib/steps.mjs'

const start = (name, does, ...args) => ({ name, does, file: 'scripts/start.mjs', args })

/** One lane, because two of them cannot install Debian's packages at the same time. */
const ofDebian = [
  { name: 'webgpu', does: 'numerical tests on WebGPU', file: 'scripts/webgpu.mjs' },
  { name: 'browser', does: 'all backends of browsers', file: 'scripts/browser.mjs' },
  { name: 'shells', does: 'completion in zsh and fish', file: 'scripts/shells.mjs' },
  { name: 'runtimes', does: 'pages of the docs and new projects', file: 'scripts/runtimes.mjs' },
]

/** One lane, because they share environments of Python. */
const ofPython = [
  { name: 'keras', does: 'what Keras computes', file: 'scripts/keras.mjs' },
  { name: 'keras-files', does: 'files of Keras, both ways', file: 'scripts/keras-files.mjs' },
  { name: 'onnx', does: 'ONNX Runtime computes the same', file: 'scripts/onnx.mjs' },
  {
    name: 'example:distributed',
    does: 'LeNet in two processes, on fewer images',
    file: 'scripts/distributed.mjs',
    args: '--images 6000 --min-accuracy 0.9 --accuracy-within 0.05 --checks'.split(' '),
  },
]

const rest = [
  { name: 'long', does: 'the long tests, and older compilers', file: 'scripts/long.mjs' },
  { name: 'relaxed', does: 'kernels with relaxed SIMD', file: 'scripts/relaxed.mjs' },
  { name: 'native', does: 'numerical tests on libtensorflow', file: 'scripts/native.mjs' },
  { name: 'lint:classes', does: "ESLint's only rule", file: 'scripts/lint-classes.mjs' },
  start('example', 'LeNet on fewer images', '--images', '6000', '--min-accuracy', '0.93'),
  start(
    'example:siamese',
    'a siamese net on fewer pairs',
    '--example=siamese-mnist',
    '--pairs',
    '6000',
    '--min-accuracy',
    '0.7',
  ),
  start(
    'example:fine-tune',
    'another head on fewer images',
    '--example=fine-tune',
    '--images',
    '300',
    '--min-accuracy',
    '0.55',
  ),
  { name: 'site', does: 'the site, without dead links', file: 'scripts/site.mjs' },
  { name: 'release-check', does: 'tarballs as users get them', file: 'scripts/release-check.mjs' },
]

main(async () => {
  await inLanes([ofDebian, ofPython], rest)
  console.log(`\n${table()}`)
  await node(at('scripts', 'counts.mjs'))
})
