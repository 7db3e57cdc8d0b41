import type { ShowRounds } from './worker.js'

/** Shows which round a net is in: a line that rewrites itself on a terminal, nothing elsewhere. */
export const showRounds: ShowRounds = (net, rounds) => {
  const out = process.stdout
  const clear = () => {
    if (!out.isTTY) return
    out.clearLine(0)
    out.cursorTo(0)
  }
  return {
    clear,
    at: (round) => {
      if (!out.isTTY) return
      clear()
      out.write(`  ${net}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`)
    },
  }
}
