// Node.js's own modules for files.
import type * as cryptoTypes from 'node:crypto'
import type * as fsTypes from 'node:fs/promises'
import type * as pathTypes from 'node:path'
import type * as urlTypes from 'node:url'
import { messageOf } from '@layersmith/core'

/** The modules of Node.js that files need. */
export interface NodeJs {
  readonly crypto: typeof cryptoTypes
  readonly fs: typeof fsTypes
  readonly path: typeof pathTypes
  readonly url: typeof urlTypes
  readonly process: {
    readonly pid: number
    readonly platform: string
    /** With signal 0, only asks whether there is such a process. */
    kill: (pid: number, signal: 0) => unknown
    /** Seconds since the process started. */
    uptime: () => number
  }
}

/**
 * Node.js's own modules, loaded at their first use, not by import, so that bundlers for browsers
 * never see them.
 * @throws Error where there is no Node.js: with `otherwise`, which says what to do there
 */
export const nodeJs = (
  otherwise = 'paths need Node.js 20.16 or newer; elsewhere use bytes, a Blob or a Response',
): NodeJs => {
  // absent in browsers
  const { process } = globalThis as {
    process?: NodeJs['process'] & { getBuiltinModule?: (id: string) => unknown }
  }
  if (process?.getBuiltinModule === undefined) throw new Error(otherwise)
  return {
    // these are Node.js's own modules
    crypto: process.getBuiltinModule('node:crypto') as typeof cryptoTypes,
    fs: process.getBuiltinModule('node:fs/promises') as typeof fsTypes,
    path: process.getBuiltinModule('node:path') as typeof pathTypes,
    url: process.getBuiltinModule('node:url') as typeof urlTypes,
    process,
  }
}

/** The same for `fileHandler`. */
export const nodeJsForModels = (): NodeJs =>
  nodeJs(
    'fileHandler: needs Node.js 20.16 or newer; ' +
      'in a browser, save to indexeddb:// or downloads://',
  )

/** Whether paths mean files on a disk: on a web page they are relative URLs. */
export const hasFiles = (): boolean =>
  // absent in browsers, where bundlers may give a part of it
  (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node !==
  undefined

/** The path of a folder that may be a URL. */
export const pathOf = (dir: string, { url }: NodeJs): string => {
  if (!dir.startsWith('file://')) return dir
  try {
    return url.fileURLToPath(dir)
  } catch (e) {
    throw new Error(
      `fileHandler: ${dir} is not the URL of a folder: ${messageOf(e)}; ` +
        'write file:/// and an absolute path, or just a path',
      { cause: e },
    )
  }
}

/** Whether an error of Node.js is about a file that is not there. */
export const isAbsent = (e: unknown): boolean =>
  // errors of Node.js have codes
  (e as { code?: unknown } | null)?.code === 'ENOENT'
