import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { NodeModules } from '../base/node-js.js'
import { wordsOf } from '../base/refusal.js'

/** The npm package that carries the binaries. */
export const wasmPackage = '@tensorflow/tfjs-backend-wasm'

/**
 * The folder of the installed package as seen from a file, or undefined where it is not installed.
 */
const installed = ({ resolve, path }: NodeModules, seenFrom: string): string | undefined => {
  try {
    return path.join(path.dirname(resolve(`${wasmPackage}/package.json`, seenFrom)), 'dist')
  } catch {
    // Not installed there is one of the expected answers; the caller lists the places where it
    // looked.
    return undefined
  }
}

/**
 * Where the binaries may be: in the package as this file sees it (npm, pnpm, workspaces), beside
 * this file (a bundle with the binaries copied next to it), and both again for the script that Node
 * was started with and for the working directory.
 */
const places = (node: NodeModules): readonly string[] => {
  const { path, url } = node
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  const files = [
    self?.startsWith('file:') === true ? url.fileURLToPath(self) : undefined,
    node.script,
    path.join(node.cwd, 'index.js'),
  ]
  const found = files.flatMap((file) =>
    file === undefined ? [] : [installed(node, file), path.dirname(file)],
  )
  return [...new Set(found.filter((place) => place !== undefined))]
}

/**
 * Finds the folder that holds the wasm binary `file` and makes sure that the binary is one.
 *
 * @param given the folder to use; without it the package is looked for
 * @returns the folder, ending in a separator, or what is wrong
 */
export const findWasmFiles = async (
  node: NodeModules,
  file: string,
  given?: string,
): Promise<Either<{ tried: string; got: string }, string>> => {
  const folders = given === undefined ? places(node) : [node.path.resolve(given)]
  const missing: string[] = []
  for (const folder of folders) {
    const name = node.path.join(folder, file)
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(await node.fs.readFile(name))
    } catch (error) {
      missing.push(wordsOf(error))
      continue
    }
    if (!WebAssembly.validate(bytes))
      return left({ tried: `read ${name}`, got: `its ${bytes.length} bytes are no WebAssembly` })
    return right(folder.endsWith(node.path.sep) ? folder : folder + node.path.sep)
  }
  return left({ tried: `looked for ${file} in ${folders.join(', ')}`, got: missing.join('; ') })
}
