/**
 * The kernels of ../../../assembly/training with relaxed SIMD: deflated, as base64. `npm run build`
 * makes this file's JavaScript.
 */
export const build: string
