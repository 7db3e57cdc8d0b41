/**
 * Node's own modules, asked for at run time: an import would break bundles for browsers. Undefined
 * outside of Node.
 */
export const nodeModules = () => {
  // The declared type says that there is always a process with all of Node's functions.
  const node = (globalThis as { process?: Partial<typeof process> }).process
  if (node?.getBuiltinModule === undefined) return undefined
  const { createRequire } = node.getBuiltinModule('node:module')
  return {
    fs: node.getBuiltinModule('node:fs/promises'),
    /** The file that `specifier` means in the file `seenFrom`; throws where there is none. */
    resolve: (specifier: string, seenFrom: string): string =>
      createRequire(seenFrom).resolve(specifier),
    os: node.getBuiltinModule('node:os'),
    path: node.getBuiltinModule('node:path'),
    url: node.getBuiltinModule('node:url'),
    util: node.getBuiltinModule('node:util'),
    cwd: process.cwd(),
    script: process.argv[1],
  }
}
export type NodeModules = NonNullable<ReturnType<typeof nodeModules>>

/** Version of Node, or null in a browser. */
export const nodeVersion = (): string | null =>
  (globalThis as { process?: Partial<typeof process> }).process?.versions?.node ?? null

/** What the processor calls itself, or null where the environment does not tell. */
export const processorName = (node: NodeModules | undefined): string | null =>
  node?.os.cpus()[0]?.model.trim() ?? null

/** Version of an installed package as this file sees it, or null where that cannot be known. */
export const packageVersion = async (
  name: string,
  node: NodeModules | undefined,
): Promise<string | null> => {
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  if (node === undefined || self === undefined) return null
  try {
    // Every package.json of a published package has a version.
    const { version } = JSON.parse(
      await node.fs.readFile(node.resolve(`${name}/package.json`, self), 'utf8'),
    ) as { version: string }
    return version
  } catch {
    // Bundled, or with exports that hide the file: then the version is not known, which is one of
    // the answers.
    return null
  }
}
