// Names come from strangers: what is drawn of them fits on one line and shows what it is.

/** Controls, line breaks, halves of characters, and marks that reverse the text around them. */
const unseen = /[\p{C}\s]+/gu

/** A name on one line, with its middle left out where it has more than `most` characters. */
export const legible = (name: string, most: number): string => {
  // the regular expressions below need not read megabytes
  const near = name.length <= 4 * most ? name : name.slice(0, 2 * most) + name.slice(-2 * most)
  const all = Array.from(near.replace(unseen, ' ').trim())
  if (near === name && all.length <= most) return all.join('')
  const tail = Math.floor((most - 1) / 3)
  return `${all.slice(0, most - 1 - tail).join('')}…${all.slice(-tail).join('')}`
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** How many columns of a font with letters of one width a text takes. */
export const columns = (text: string): number =>
  Array.from(text).reduce((n, char) => n + (wide.test(char) || char > '\uffff' ? 2 : 1), 0)
