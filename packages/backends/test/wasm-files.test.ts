// Where the wasm binaries are found: in the installed package, and next to a bundle that was moved
// away from it.
import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { isLeft, isRight, type Either } from 'fp-ts/lib/Either.js'
import { nodeJsModules } from '../src/base/node-js.js'
import { findWasmFiles, wasmPackage } from '../src/start/wasm-files.js'

const file = 'tfjs-backend-wasm-simd.wasm'
const nodeJs = nodeJsModules()!

let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'layersmith-')))
})
afterAll(() => rm(folder, { recursive: true }))

const found = <A>(result: Either<unknown, A>): A | undefined =>
  isRight(result) ? result.right : undefined

/** As in a bundle: nothing can resolve any package. */
const bundled = (script: string, cwd: string) => ({
  ...nodeJs,
  resolve: (specifier: string): string => {
    throw new Error(`Cannot find module ${specifier}`)
  },
  script,
  cwd,
})

test('the installed package comes first', async () => {
  const where = found(await findWasmFiles(nodeJs, file))
  expect(where).toMatch(/tfjs-backend-wasm[\\/]dist[\\/]$/)
})

test('it is found from a folder where nothing is installed, too', async () => {
  const where = found(
    await findWasmFiles({ ...nodeJs, cwd: folder, script: path.join(folder, 'main.js') }, file),
  )
  expect(where).toMatch(/tfjs-backend-wasm[\\/]dist[\\/]$/)
})

test('a bundle finds them next to its script, or in the working directory', async () => {
  const installed = found(await findWasmFiles(nodeJs, file))!
  for (const place of ['app', 'here']) {
    const dir = path.join(folder, place)
    await mkdir(dir)
    await copyFile(path.join(installed, file), path.join(dir, file))
  }
  expect(
    found(await findWasmFiles(bundled(path.join(folder, 'app', 'main.cjs'), folder), file)),
  ).toBe(path.join(folder, 'app', path.sep))
  expect(
    found(
      await findWasmFiles(bundled(path.join(folder, 'main.cjs'), path.join(folder, 'here')), file),
    ),
  ).toBe(path.join(folder, 'here', path.sep))
})

test('a given folder is the only one searched, and may be relative', async () => {
  expect(found(await findWasmFiles(nodeJs, file, path.join(folder, 'app')))).toBe(
    path.join(folder, 'app', path.sep),
  )
  expect(
    found(await findWasmFiles(nodeJs, file, path.relative('.', path.join(folder, 'app')))),
  ).toBe(path.join(folder, 'app', path.sep))
  expect(isLeft(await findWasmFiles(nodeJs, file, folder))).toBe(true)
})

test('when they are nowhere, the failure names every place', async () => {
  const result = await findWasmFiles(
    bundled(path.join(folder, 'main.cjs'), path.join(folder, 'cwd')),
    file,
  )
  const failure = isLeft(result) ? result.left : undefined
  expect(failure?.tried).toContain(folder)
  expect(failure?.tried).toContain(path.join(folder, 'cwd'))
  expect(failure?.got.match(/ENOENT/g)?.length).toBe(3)
})

test('errors name the real package', () => {
  expect(nodeJs.resolve(`${wasmPackage}/package.json`, import.meta.url)).toContain(
    'tfjs-backend-wasm',
  )
})
