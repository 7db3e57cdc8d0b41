import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { messageOf } from '../base/message-of.js'
import type { NodeJsModules } from '../base/node-js.js'

/** The npm package that carries the binaries. */
export const wasmPackage = '@tensorflow/tfjs-backend-wasm'

/**
 * The folder of the installed package as seen from a file, or undefined where it is not installed.
 */
const installed = ({ resolve, path }: NodeJsModules, seenFrom: string): string | undefined => {
  try {
    return path.join(path.dirname(resolve(`${wasmPackage}/package.json`, seenFrom)), 'dist')
  } catch {
    // "Not installed there" is an expected answer; the caller lists the places where it looked.
    return undefined
  }
}

/**
 * Where the binaries may be: in the package as this file sees it (npm, pnpm, workspaces), next to
 * this file (a bundle with the binaries copied beside it), and both again for the script that
 * Node.js was started with and for the working directory.
 */
const places = (nodeJs: NodeJsModules): readonly string[] => {
  const { path, url } = nodeJs
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  const files = [
    self?.startsWith('file:') === true ? url.fileURLToPath(self) : undefined,
    nodeJs.script,
    path.join(nodeJs.cwd, 'index.js'),
  ]
  const found = files.flatMap((file) =>
    file === undefined ? [] : [installed(nodeJs, file), path.dirname(file)],
  )
  return [...new Set(found.filter((place) => place !== undefined))]
}

/**
 * Finds the folder with the wasm binary `file` and checks that the binary is valid.
 *
 * @param given the only folder to look in; without it, the usual places are searched
 * @returns the folder, ending in a separator, or what is wrong
 */
export const findWasmFiles = async (
  nodeJs: NodeJsModules,
  file: string,
  given?: string,
): Promise<Either<{ tried: string; got: string }, string>> => {
  const folders = given === undefined ? places(nodeJs) : [nodeJs.path.resolve(given)]
  const missing: string[] = []
  for (const folder of folders) {
    const name = nodeJs.path.join(folder, file)
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(await nodeJs.fs.readFile(name))
    } catch (error) {
      missing.push(messageOf(error))
      continue
    }
    if (!WebAssembly.validate(bytes))
      return left({ tried: `read ${name}`, got: `its ${bytes.length} bytes are not WebAssembly` })
    return right(folder.endsWith(nodeJs.path.sep) ? folder : folder + nodeJs.path.sep)
  }
  return left({ tried: `looked for ${file} in ${folders.join(', ')}`, got: missing.join('; ') })
}
