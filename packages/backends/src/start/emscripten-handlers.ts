import { nodeJsVersion } from '../base/node-js.js'

/**
 * Runs `start` and then removes the handlers that Emscripten puts on the process. They rethrow
 * every uncaught exception and every unhandled rejection, even in a program that handles them
 * itself.
 */
export const withoutHandlers = async <T>(start: () => Promise<T>): Promise<T> => {
  if (nodeJsVersion() === null) return start()
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map(
    (event) => new Set<unknown>(process.listeners(event as 'uncaughtException')),
  )
  try {
    return await start()
  } finally {
    events.forEach((event, i) => {
      // Both events take the same kind of listener here; their declared types differ in arguments
      // that do not matter.
      for (const listener of process.listeners(event as 'uncaughtException')) {
        const fromEmscripten = /instanceof ExitStatus|throw reason/.test(String(listener))
        if (fromEmscripten && before[i]?.has(listener) !== true)
          process.removeListener(event, listener)
      }
    })
  }
}
