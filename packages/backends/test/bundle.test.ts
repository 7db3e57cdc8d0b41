// A browser's bundle of this package must contain nothing of Node.js and no native package.
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))

/** Leaves `outside` out of the bundle, such as TensorFlow.js itself. */
const bundle = async (outside: readonly string[], alias: Record<string, string> = {}) => {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
    external: [...outside],
    alias,
  })
  const imports = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ external }) => external === true)
  return {
    imports: [...new Set(imports.map(({ path }) => path))].sort(),
    text: outputFiles[0]!.text,
  }
}

const ofBrowsers = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-core',
]

test('imports only what browsers have: nothing of Node.js and nothing native', async () => {
  const { imports, text } = await bundle(['@tensorflow/*', 'webgpu'])
  expect(imports).toEqual(ofBrowsers)
  expect(text).not.toMatch(
    /(from|require\(|import\()\s*["'](node:|fs|path|os|webgpu|@tensorflow\/tfjs-node)/,
  )
})

test('builds without the optional WebGPU kernels too', async () => {
  const kernels = '@tensorflow/tfjs-backend-webgpu'
  const { imports } = await bundle(
    ofBrowsers.filter((name) => name !== kernels),
    { [kernels]: 'a-package-that-is-not-installed' },
  )
  expect(imports).toContain(kernels)
})
