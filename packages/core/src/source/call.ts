// The builder call that makes a layer: arguments and options in their shortest form, defaults left
// out.
import { isLeft } from 'fp-ts/lib/Either.js'
import { map } from 'fp-ts/lib/NonEmptyArray.js'
import { callSiteOf } from '../base/call-site.js'
import { type Arg, type Call, type Fields, keyText, literal } from '../base/expression.js'
import { type Json, canonical, isObject } from '../base/json.js'
import { BuildError, type Complaint, problem } from '../base/problem.js'
import type { Field } from '../config/field.js'
import type { LayerNode } from '../kinds/kind.js'
import { definitionOf, fieldsOf, methods, normalized } from '../kinds/registry.js'
import type { MethodKind } from '../types/block.js'

/** Other ways to write a value. */
const alternatives = (value: Json): readonly Json[] => {
  if (Array.isArray(value)) {
    const items = value as readonly Json[] // isArray does not narrow readonly arrays
    const [first] = items
    const alike = (list: readonly Json[]): boolean =>
      list.every((v) => canonical(v) === canonical(list[0] ?? null))
    const inner = items.map((v) => (Array.isArray(v) && alike(v) ? (v[0] as Json) : null))
    return [
      ...(first !== undefined && alike(items) ? [first, ...alternatives(first)] : []),
      ...(inner.includes(null) ? [] : [inner]),
    ]
  }
  if (!isObject(value) || typeof value['className'] !== 'string') return []
  const { className, config } = value
  const factors = isObject(config)
    ? Object.fromEntries(Object.entries(config).filter(([, v]) => v !== 0))
    : {}
  return [
    className.charAt(0).toLowerCase() + className.slice(1),
    'l1',
    'l2',
    'l1l2',
    factors,
    { className },
  ]
}
/** The shortest way to write a value that its field still reads as the same. */
const shortest = (field: Field<unknown>, value: Json): string =>
  [value, ...alternatives(value)]
    // fields read plain data
    .filter((v) => canonical((field.read(v) ?? null) as Json) === canonical(value))
    .map(literal)
    .reduce((a, b) => (b.length < a.length ? b : a), literal(value))

/** The names of a method's arguments before its options, found by calling the kind's `args`. */
const argumentsOf = (kind: MethodKind): readonly string[] => {
  // the result is only inspected, never built
  const args = methods[kind].args as (...given: readonly string[]) => Readonly<Record<string, Json>>
  const marks = Array.from({ length: args.length }, (_, i) => `argument ${i}`)
  const made = args(...marks)
  return marks
    .map((mark) => Object.keys(made).find((name) => made[name] === mark) ?? '')
    .filter((name) => name !== 'options')
}

/** The options that differ from their defaults, except `besides`, as one argument or none. */
export const optionsOf = (node: LayerNode, besides: readonly string[] = []): readonly Fields[] => {
  const config = configOf(node)
  const given = fieldsOf(definitionOf(node.kind)).filter(
    ([name, field]) => !besides.includes(name) && !isDefault(field, name, config),
  )
  return given.length === 0
    ? []
    : [
        {
          fields: given.map(([name, field]) => [
            keyText(name),
            shortest(field, config[name] ?? null),
          ]),
        },
      ]
}
const isDefault = (
  field: Field<unknown>,
  name: string,
  config: Readonly<Record<string, Json>>,
): boolean => {
  const fallback = field.like === undefined ? field.fallback : config[field.like]
  // defaults are plain data
  return fallback !== undefined && canonical(config[name] ?? null) === canonical(fallback as Json)
}

/**
 * The method call that makes a layer.
 * @throws BuildError if its options are wrong: no call would compile
 */
export const callOf = (node: LayerNode): Call => {
  const config = configOf(node)
  const fields = new Map(fieldsOf(definitionOf(node.kind)))
  const names = argumentsOf(node.kind as MethodKind) // merges occur only inside composites
  const args = names.map((name): Arg => {
    const [field, value] = [fields.get(name), config[name] ?? null]
    // the value of such a field is a kind and its config
    if (field?.inside !== undefined)
      return { start: { name: 'block', args: [] }, calls: [callOf(value as unknown as LayerNode)] }
    return field === undefined ? literal(value) : shortest(field, value)
  })
  return { name: node.kind, args: [...args, ...optionsOf(node, names)] }
}

const configOf = (node: LayerNode): Readonly<Record<string, Json>> => {
  const config = normalized(node)
  if (isLeft(config))
    throw new BuildError(
      map((c: Complaint) => problem(node.kind, callSiteOf(node), c))(config.left),
    )
  return config.right as Readonly<Record<string, Json>> // a config is plain data
}
