// Packages that may not be installed: nobody should have to download libtensorflow or Dawn.
import { messageOf } from './message-of.js'
import type { Refusal, RefusalCode } from './refusal.js'

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

/**
 * Imports a package for Node.js at run time. The import holds no literal name, so bundlers do not
 * look for the package and a browser's bundle contains nothing of it.
 *
 * In the CommonJS build it is a `require`, because Jest's CommonJS has no `import()`. Where that
 * cannot load ES modules, as in Node.js 20, an `import()` does, which the build does not see.
 */
export const importPackage = async (name: string): Promise<unknown> => {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ name)
  } catch (error) {
    if (codeOf(error) !== 'ERR_REQUIRE_ESM') throw error
    // oxlint-disable-next-line typescript/no-implied-eval -- hides it from the build
    const load = new Function('name', 'return import(name)') as (name: string) => Promise<unknown>
    return load(name)
  }
}

type Cause = Omit<Refusal, 'backend'>

/** Only the first line: loaders append the stack of every module that asked. */
const firstLine = (error: unknown): string => messageOf(error).split('\n')[0] ?? ''

/** Whether the package itself is missing, and not something that it needs in turn. */
const isMissing = (name: string, error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(codeOf(error))) &&
  new RegExp(`['"]${name}['"]`).test(firstLine(error))

/** How loaders say that an addon was built for another system. */
const wrongBuild =
  /GLIBC(XX)?_|invalid ELF header|wrong ELF class|incompatible architecture|not a valid Win32/

/** What to say about a tfjs-node whose install script did not run. */
export const withoutAddon = (name: string): Cause => ({
  code: 'addon',
  tried: `import('${name}')`,
  got: 'it is installed without its native addon',
  fix: `Run npm rebuild ${name} and let its install script run (pnpm: allowBuilds)`,
})

/**
 * Why a package could not be imported, by the errors that Node.js's loaders, the dynamic linker and
 * tfjs-node give.
 */
export const whyNotImported = (name: string, error: unknown): Cause => {
  const tried = `import('${name}')`
  const got = firstLine(error)
  const cause = (code: RefusalCode, fix: string): Cause => ({ code, tried, got, fix })

  if (isMissing(name, error))
    return { ...cause('package', `Run npm install ${name}`), got: 'it is not installed' }
  if (codeOf(error) === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG')
    return cause('process', 'Jest imports ES modules only under node --experimental-vm-modules')
  // tfjs-node looks for its addon itself and throws a plain Error.
  if (
    /native addon module .* can not be found/.test(got) ||
    /Cannot find module .*\.node['"]/.test(got)
  ) {
    return withoutAddon(name)
  }
  const library =
    /(lib[\w.+-]+\.(?:so|dylib)[\w.]*|[\w.-]+\.dll): cannot open shared object file/.exec(got)?.[1]
  if (library !== undefined)
    return {
      ...cause('library', fixFor(name, library)),
      got: `the dynamic linker does not find ${library}`,
    }
  if (wrongBuild.test(got)) {
    return cause('addon', `Build it for this system: npm rebuild ${name} --build-addon-from-source`)
  }
  return cause('package', `Reinstall it: npm install ${name}`)
}

const fixFor = (name: string, library: string): string =>
  /tensorflow/.test(library)
    ? `Run npm rebuild ${name}, whose install script fetches libtensorflow`
    : `Install the system package that contains ${library}`
