// Names that callers give to parts, taps, inputs and outputs.
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/
/** Whether a caller's name can be a segment of a path. */
export const isName = (name: string): boolean => NAME.test(name)
export const NAME_RULE = 'letters, digits, _ and -, beginning with a letter'
