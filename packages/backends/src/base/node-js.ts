/**
 * Node.js's own modules, or undefined in a browser. They are asked for at run time because an
 * import would break bundles for browsers.
 */
export const nodeJsModules = () => {
  // The declared type says that there is always a process, with all of Node.js's functions.
  const here = (globalThis as { process?: Partial<typeof process> }).process
  if (here?.getBuiltinModule === undefined) return undefined
  const { createRequire } = here.getBuiltinModule('node:module')
  return {
    fs: here.getBuiltinModule('node:fs/promises'),
    /** The file that `specifier` means in the file `seenFrom`; throws where there is none. */
    resolve: (specifier: string, seenFrom: string): string =>
      createRequire(seenFrom).resolve(specifier),
    os: here.getBuiltinModule('node:os'),
    path: here.getBuiltinModule('node:path'),
    url: here.getBuiltinModule('node:url'),
    util: here.getBuiltinModule('node:util'),
    cwd: process.cwd(),
    script: process.argv[1],
  }
}
export type NodeJsModules = NonNullable<ReturnType<typeof nodeJsModules>>

/** Version of Node.js, or null in a browser. */
export const nodeJsVersion = (): string | null =>
  (globalThis as { process?: Partial<typeof process> }).process?.versions?.node ?? null

/** What the processor calls itself, or null where the environment does not tell. */
export const processorName = (nodeJs: NodeJsModules | undefined): string | null =>
  nodeJs?.os.cpus()[0]?.model.trim() ?? null

/** Version of an installed package as this file sees it, or null where nothing tells. */
export const packageVersion = async (
  name: string,
  nodeJs: NodeJsModules | undefined,
): Promise<string | null> => {
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  if (nodeJs === undefined || self === undefined) return null
  try {
    // The package.json of every published package has a version.
    const { version } = JSON.parse(
      await nodeJs.fs.readFile(nodeJs.resolve(`${name}/package.json`, self), 'utf8'),
    ) as { version: string }
    return version
  } catch {
    // A bundled package, or one whose exports hide the file: an unknown version is an expected
    // answer.
    return null
  }
}
