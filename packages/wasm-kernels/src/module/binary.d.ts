/**
 * The compiled kernels of ../../assembly, as base64, with and without relaxed SIMD. `npm run build`
 * makes the file.
 */
export const relaxed: string
export const baseline: string
