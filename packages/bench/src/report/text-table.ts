/** Tables that read well on a terminal and are Markdown too. */

/** A Markdown table with columns of equal width: two of text, then numbers. */
export const aligned = (rows: readonly (readonly string[])[]): string => {
  const cells = rows.map((row) => row.map(plain))
  const widths = (cells[0] ?? []).map((_, i) =>
    Math.max(3, ...cells.map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    `| ${row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join(' | ')} |`
  const rule = widths.map((width, i) => (i < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [...cells.slice(0, 1).map(line), line(rule), ...cells.slice(1).map(line)].join('\n')
}

/** A name from outside cannot break the table. */
const plain = (text: string): string => text.replaceAll('\n', ' ').replaceAll('|', '\\|')

/** A text whose names, from outside, cannot reach the controls of a terminal. */
export const harmless = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are what it removes
  text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
