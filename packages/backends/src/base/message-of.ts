/**
 * The message of whatever was thrown. TensorFlow.js and Emscripten also reject with plain objects
 * and strings.
 */
export const messageOf = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.message
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown)
    return String(thrown.message)
  return String(thrown)
}
