// Keras 3 files the weights of a layer under its class and its number among those of the class, not
// under its name: layers/dense, layers/dense_1.

/** keras.src.utils.naming.to_snake_case. */
const snakeCase = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()

/** The names of layers of these classes, in the order of a model's layers. */
export const numbered = (classNames: readonly string[]): readonly string[] => {
  const seen = new Map<string, number>()
  return classNames.map((className) => {
    const name = snakeCase(className)
    const number = seen.get(name) ?? 0
    seen.set(name, number + 1)
    return number === 0 ? name : `${name}_${number}`
  })
}
