/**
 * The block of shared memory through which the main thread hands jobs to workers: places in words
 * of 32 bits, unless a name ends in `Bytes`.
 */
export const layout = {
  /** Number of the job in the upper 24 bits, the next part to take in the lower 8. */
  ticket: 0,
  /** Parts that the job has. */
  parts: 1,
  /** Parts that are done. */
  done: 2,
  /** Workers that have to be woken for a job. */
  asleep: 3,
  /** Whether the main thread has to be woken when a part is done. */
  mainAsleep: 4,
  /** Whether a worker failed; its words are in `text`. */
  failed: 5,
  /** Place of the kernel in the list of names. */
  kernel: 6,
  units: 7,
  /** Number of arguments in `numbers`. */
  count: 8,
  /** The lower 8 bits of a ticket that nobody can take. */
  none: 0xff,
  /** Float64. */
  numbersBytes: 64,
  numbers: 40,
  /** A length and characters of 16 bits. */
  textBytes: 64 + 40 * 8,
  text: 300,
  sizeBytes: 64 + 40 * 8 + 2 * 301,
} as const

/**
 * How often a thread looks again before it sleeps: some 20 µs. Longer takes the core from others; a
 * wake-up costs about as much.
 */
export const patience = 20_000
