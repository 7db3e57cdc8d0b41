/** Numbers for a model as a flat list, with the sizes that they came in. */
export interface Input {
  readonly values: Float32Array
  readonly shape: readonly number[]
  /** The largest possible value of an image's pixels; null for anything else. */
  readonly white: number | null
}
