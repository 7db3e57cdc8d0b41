/** 60000 → "60,000" */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** 0.97931 → "97.93 %" */
export function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`
}

/** Seconds as people say them: "0.4 s", "12.0 s", "1 min 05 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) {
    return `${seconds.toFixed(1)} s`
  }
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** 62.3 seconds → "1:02" */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Indents every line of a text. */
export function indented(text: string, by = 3): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by))
}

/** Rows of words as left-aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    })
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
