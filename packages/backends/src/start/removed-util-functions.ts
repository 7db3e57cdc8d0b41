import type { NodeJsModules } from '../base/node-js.js'

type Util = Record<string, unknown>

/**
 * Puts back two functions of `util` that Node.js 23 removed and that tfjs-node 4.22 calls in nearly
 * every operation. They must stay for as long as it computes. Returns a function that removes them
 * again.
 */
export const restoreUtilFunctions = ({ util }: NodeJsModules): (() => void) => {
  const removed: Util = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  }
  // The declared types know only the functions of the Node.js version they describe.
  const target = util as unknown as Util
  const added = Object.keys(removed).filter((name) => typeof target[name] !== 'function')
  for (const name of added)
    Object.defineProperty(target, name, { value: removed[name], configurable: true })
  return () => added.forEach((name) => Reflect.deleteProperty(target, name))
}
