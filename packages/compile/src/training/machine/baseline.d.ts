/**
 * The kernels of ../../../assembly/training without relaxed SIMD: deflated, as base64. `npm run
 * build` makes this file's JavaScript.
 */
export const build: string
