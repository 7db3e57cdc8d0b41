// Answers the names that Keras, TensorFlow.js and PyTorch have for our methods, in programs that
// the compiler does not check. Such a name is no member: `in` does not find it.
import { definitionOf, isMethodKind, kindNames } from '../kinds/registry.js'

/** Names that follow from no class of Keras. */
const others = {
  linear: '.dense(…)',
  batchnorm1d: '.bn(…)',
  batchnorm2d: '.bn(…)',
  sigmoid: ".activation('sigmoid')",
  tanh: ".activation('tanh')",
  fit: 'toModel(net)',
  predict: 'toModel(net)',
}

/** `MaxPooling2D` and `maxPool2d` are one word, as are `Conv2DTranspose` and `convTranspose2d`. */
const wordOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(?<=pool|pad|norm|av)(d?ing|alization|erage|g)/g, '')
    .replace(/^(conv)(.d)(transpose)/, '$1$3$2')

/** What to write, by words. */
const answers = (): Map<string, string> => {
  const found = new Map(Object.entries(others))
  for (const kind of kindNames)
    for (const { className, when } of definitionOf(kind).classes) {
      const word = wordOf(className)
      const options = when === undefined ? '' : `, ${JSON.stringify(when).replaceAll('"', "'")}`
      const answer = isMethodKind(kind) ? `.${kind}(…${options})` : `branch(…).${kind}()`
      found.set(word, answer).set(word.replace('2d', ''), answer)
    }
  return found
}
let known: Map<string, string> | undefined

/** What a block inherits: as any object, but for those names, whose methods say what to write. */
export const inherited: object = new Proxy(
  {},
  {
    get(target, name, receiver: unknown): unknown {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name, receiver)
      const answer = (known ??= answers()).get(wordOf(name))
      return (
        answer &&
        (() => {
          throw new TypeError(`a block has no method ${name}: write ${answer}`)
        })
      )
    },
  },
)
