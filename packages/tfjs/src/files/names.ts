// The names of files in a model's folder. The name of a file of weights has a checksum of its
// content, so model.json says which content it means, and a random part, so no two saves share a
// file: what one removes, no other needs.

export const JSON_FILE = 'model.json'

const CHECKSUM = /^weights-([0-9a-f]{16})-[0-9a-z]+\.bin$/

const random = (): string => Math.random().toString(36).slice(2)

/** A new name for a file of weights with this SHA-256, in hexadecimal. */
export const weightsFile = (sha256: string): string =>
  `weights-${sha256.slice(0, 16)}-${random()}.bin`

/** The start of the SHA-256 that a name promises; null for names of others. */
export const checksumIn = (name: string): string | null => CHECKSUM.exec(name)?.[1] ?? null

/** Whether it is a name for weights: ours, or the one that all others write. */
export const isWeightsFile = (name: string): boolean =>
  name === 'weights.bin' || checksumIn(name) !== null

/** A name for a file that is being written. */
export const unfinished = (name: string, pid: number): string => `${name}.${pid}-${random()}.tmp`

/** The process that is writing, or was, a file of such a name; null for other names. */
export const writerOf = (name: string): number | null => {
  const pid = /^model\.json\.(\d+)-[0-9a-z]+\.tmp$/.exec(name)?.[1]
  return pid === undefined ? null : Number(pid)
}
