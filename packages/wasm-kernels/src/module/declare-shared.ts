/**
 * The declaration of the memory that each of our modules imports; scripts/wasm.mjs makes sure that
 * it occurs exactly once.
 */
const declaration = '\u0003env\u0006memory\u0002'
const [withMaximum, sharedWithMaximum] = [1, 3]

/**
 * Makes a module import a shared memory. A module can import either a shared memory or one of a
 * single thread; the two modules differ in this byte alone.
 */
export const declareShared = (code: Uint8Array): void => {
  const place =
    String.fromCharCode(...code.subarray(0, 4096)).indexOf(declaration) + declaration.length
  if (code[place] !== withMaximum)
    throw new Error('The declaration of the memory was not found in the wasm module')
  code[place] = sharedWithMaximum
}
