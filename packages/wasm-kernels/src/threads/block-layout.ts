/**
 * The block of shared memory through which the main thread hands jobs to workers. Positions count
 * words of 32 bits, unless a name ends in `Bytes`.
 */
export const layout = {
  /** The number of the job, from 1; negative while the job is being written. */
  job: 0,
  /** How many parts the job has. */
  parts: 1,
  /** How many parts are done. */
  done: 2,
  /** How many workers have to be woken for a job. */
  asleep: 3,
  /** Whether the main thread has to be woken when a part is done. */
  mainAsleep: 4,
  /** Whether a worker failed; its message is in `text`. */
  failed: 5,
  /** Index of the kernel in the list of names. */
  kernel: 6,
  units: 7,
  /** How many arguments `numbers` holds. */
  count: 8,
  /** How many threads compute. */
  threads: 9,
  /** Float64. */
  numbersBytes: 64,
  numbers: 40,
  /** A length, then characters of 16 bits. */
  textBytes: 64 + 40 * 8,
  text: 300,
  /** For each part, the number of the job: negative until a thread takes the part. */
  claims: 256,
  /** How many parts a job can have. */
  most: 256,
  sizeBytes: 4 * (256 + 256),
} as const
