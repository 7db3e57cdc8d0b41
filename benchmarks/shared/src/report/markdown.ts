/** Results as Markdown, inside a README written by hand. */

/** Replaces the part of a text between two marks. */
export const markedPart = (
  text: string,
  marks: readonly [begin: string, end: string],
  part: string,
): string => {
  const [begin, end] = marks.map((mark) => text.indexOf(mark))
  if (begin === undefined || end === undefined || begin < 0 || end < begin)
    throw new Error(`the README needs the lines ${marks.join(' and ')}`)
  return `${text.slice(0, begin + marks[0].length)}\n\n${part}\n\n${text.slice(end)}`
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** A table whose first column is text and whose other columns are numbers. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    row(...head),
    row(...head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((cells) => row(...cells)),
  ].join('\n')
