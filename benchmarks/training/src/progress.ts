/** Shows which round a net is in: a line that rewrites itself on a terminal, nothing elsewhere. */
export const showRounds = (
  net: string,
  rounds: number,
  out: NodeJS.WriteStream = process.stdout,
): { readonly at: (round: number) => void; readonly clear: () => void } => {
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
