const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Restores something, such as the cursor of a terminal, before a signal ends the process. The
 * signal then does what it would have done otherwise.
 * @returns a function that takes this back
 */
export const beforeSignals = (restore: () => void): (() => void) => {
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, end)
  }
  const end = (signal: NodeJS.Signals) => {
    forget()
    restore()
    // whoever else listens decides what happens
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return forget
}
