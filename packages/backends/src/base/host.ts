import type { NodeJsModules } from './node-js.js'
import type { importPackage } from './optional-packages.js'

/** What a backend needs of its environment. Tests pass another one. */
export interface Host {
  /** Node.js's own modules; undefined in a browser. */
  readonly nodeJs: NodeJsModules | undefined
  readonly load: typeof importPackage
}
