/**
 * Ctrl-C was pressed. This is an exception so that every `finally` on its way up frees what it
 * holds.
 */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * A signal that aborts on the first Ctrl-C, so that the current step can finish its batch. The
 * handler then removes itself, so a second Ctrl-C ends the process at once.
 */
export function watchInterrupt(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort(new Interrupted('stopped by Ctrl-C'))
  process.once('SIGINT', abort)
  return { signal: controller.signal, stop: () => void process.removeListener('SIGINT', abort) }
}

/** Lets signals in (a busy process never hears them), then throws if Ctrl-C was pressed. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}
