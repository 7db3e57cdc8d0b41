// The names of files in a model's folder. The name of a file of weights has a checksum of its
// content, so model.json says which content it means, and a random part, so no two saves share a
// file: what one removes, no other needs.

import type { NodeJs } from './node-js.js'

export const JSON_FILE = 'model.json'

const CHECKSUM = /^weights-([0-9a-f]{16})-[0-9a-f]+\.bin$/

/** A new name for a file of weights with this SHA-256, in hexadecimal. */
export const weightsFile = (sha256: string, { crypto }: NodeJs): string =>
  `weights-${sha256.slice(0, 16)}-${random(crypto)}.bin`

/** Not Math.random, which tests and training replace. */
const random = (crypto: NodeJs['crypto']): string => crypto.randomBytes(6).toString('hex')

/** The start of the SHA-256 that a name promises; null for names of others. */
export const checksumIn = (name: string): string | null => CHECKSUM.exec(name)?.[1] ?? null

/** Whether it is a name for weights: ours, or that of earlier versions and of tfjs-node. */
export const isWeightsFile = (name: string): boolean =>
  name === 'weights.bin' || checksumIn(name) !== null

/** A name for a model.json that is being written. */
export const unfinished = ({ crypto, process }: NodeJs): string =>
  `${JSON_FILE}.${process.pid}-${random(crypto)}.tmp`

/** The process that is writing, or was, a file of such a name; null for other names. */
export const writerOf = (name: string): number | null => {
  const pid = /^model\.json\.(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1]
  return pid === undefined ? null : Number(pid)
}
