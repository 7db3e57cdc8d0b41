/** The compiled kernels of ../assembly, as base64. `npm run build` makes the file. */
export const binary: string
