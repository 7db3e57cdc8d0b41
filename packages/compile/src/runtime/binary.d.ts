/**
 * The kernels of ../../assembly, with and then without relaxed SIMD: deflated together, as base64.
 * `npm run build` makes this file's JavaScript.
 */
export const builds: string
export const relaxedBytes: number
export const baselineBytes: number
