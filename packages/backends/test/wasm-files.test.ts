// Where the wasm binaries are looked for: in the installed package, and beside a bundle that was
// moved away from it.
import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { isLeft, isRight, type Either } from 'fp-ts/lib/Either.js'
import { nodeModules } from '../src/base/node-js.js'
import { findWasmFiles, wasmPackage } from '../src/start/wasm-files.js'

const file = 'tfjs-backend-wasm-simd.wasm'
const node = nodeModules()!

let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'layersmith-')))
})
afterAll(() => rm(folder, { recursive: true }))

const found = <A>(result: Either<unknown, A>): A | undefined =>
  isRight(result) ? result.right : undefined

/** As in a bundle: no package can be resolved from anywhere. */
const bundled = (script: string, cwd: string) => ({
  ...node,
  resolve: (specifier: string): string => {
    throw new Error(`Cannot find module ${specifier}`)
  },
  script,
  cwd,
})

test('the installed package comes first', async () => {
  const where = found(await findWasmFiles(node, file))
  expect(where).toMatch(/tfjs-backend-wasm[\\/]dist[\\/]$/)
})

test('from another folder, where nothing is installed, too', async () => {
  const where = found(
    await findWasmFiles({ ...node, cwd: folder, script: path.join(folder, 'main.js') }, file),
  )
  expect(where).toMatch(/tfjs-backend-wasm[\\/]dist[\\/]$/)
})

test('a bundle finds them beside its script, or in the working directory', async () => {
  const installed = found(await findWasmFiles(node, file))!
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

test('a given folder is the only one, also relative', async () => {
  expect(found(await findWasmFiles(node, file, path.join(folder, 'app')))).toBe(
    path.join(folder, 'app', path.sep),
  )
  expect(found(await findWasmFiles(node, file, path.relative('.', path.join(folder, 'app'))))).toBe(
    path.join(folder, 'app', path.sep),
  )
  expect(isLeft(await findWasmFiles(node, file, folder))).toBe(true)
})

test('when they are nowhere, every place is named', async () => {
  const result = await findWasmFiles(
    bundled(path.join(folder, 'main.cjs'), path.join(folder, 'cwd')),
    file,
  )
  const failure = isLeft(result) ? result.left : undefined
  expect(failure?.tried).toContain(folder)
  expect(failure?.tried).toContain(path.join(folder, 'cwd'))
  expect(failure?.got.match(/ENOENT/g)?.length).toBe(3)
})

test('the package is the one that is named in errors', () => {
  expect(node.resolve(`${wasmPackage}/package.json`, import.meta.url)).toContain(
    'tfjs-backend-wasm',
  )
})
