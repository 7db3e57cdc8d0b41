/** Numbers for a model, in a row, with the sizes that they came in. */
export interface Input {
  readonly values: Float32Array
  readonly shape: readonly number[]
  /** The largest value that there can be, for the pixels of an image; null for anything else. */
  readonly white: number | null
}
