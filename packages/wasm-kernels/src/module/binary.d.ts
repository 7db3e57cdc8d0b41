/**
 * The compiled kernels of ../../assembly as base64, with and without relaxed SIMD. `npm run build`
 * makes this file's JavaScript.
 */
export const relaxed: string
export const baseline: string
