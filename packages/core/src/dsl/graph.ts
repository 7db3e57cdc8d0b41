import { make } from '../ast/block.js'
import { link } from '../ast/chain.js'
import type { Arm, InputNode } from '../ast/node.js'
import { exact } from '../base/arity.js'
import { rememberCallSite } from '../base/call-site.js'
import { isObject, snapshot } from '../base/json.js'
import type {
  AsShape,
  Dims,
  InputSizes,
  Shape,
  UnionToIntersection,
  Wrong,
} from '../shape/shape.js'
import type { Block } from '../types/block.js'
import type { Fixed, Tapped } from '../types/signature.js'
import type { CountOf } from '../types/unions.js'
import type { AnyValue, HeldIn, ShapeIn, TapsIn, Value } from '../types/value.js'
import type { Outputs } from './outputs.js'
import { Sketch, isValue, notAValue, returnedBy } from './value.js'

type Sizes = readonly (number | null)[]
type Given = Sizes | Readonly<Record<string, Sizes>>

/** What the callback gets: a value, or one for each name. */
type Inside<I extends Given> = I extends Sizes
  ? Dims<I> extends infer P extends Shape
    ? Value<P, never>
    : never
  : I extends Readonly<Record<string, Sizes>>
    ? { readonly [K in keyof I]: Value<Dims<I[K]>, never> }
    : never
type FitGiven<I extends Given> = I extends Sizes
  ? InputSizes<I>
  : string extends keyof I
    ? unknown
    : [keyof I] extends [never]
      ? Wrong<'graph: needs at least one input, got {}'>
      : { readonly [K in keyof I]: InputSizes<I[K]> }
/** Where the net starts: a single input is just its shape, with or without a name. */
type From<I extends Given> = I extends Sizes
  ? AsShape<Dims<I>>
  : I extends Readonly<Record<string, Sizes>>
    ? CountOf<keyof I> extends 1
      ? AsShape<{ [K in keyof I]: Dims<I[K]> }[keyof I]>
      : { readonly [K in keyof I]: Dims<I[K]> }
    : never

type FitReturned<R> = R extends AnyValue
  ? unknown
  : R extends Readonly<Record<string, AnyValue>>
    ? [keyof R] extends [never]
      ? Wrong<'graph: needs at least one output, got {}'>
      : unknown
    : Wrong<'graph: the callback must return a value, or a record of values by name'>
// by intersection: `ListOf` would drop a value that has more taps than another one
type TapsOfAll<R> =
  UnionToIntersection<TapsIn<R[keyof R]>> extends infer T ? { [K in keyof T]: T[K] } : never
type Shapes<R> = { readonly [K in keyof R]: ShapeIn<R[K]> }

/** The net that a graph makes: a block for one value, `Outputs` for a record of values. */
export type GraphOf<I extends Given, R> = R extends AnyValue
  ? 'taps' extends HeldIn<R>
    ? Block<Tapped<From<I>, ShapeIn<R>, TapsIn<R>>, HeldIn<R>>
    : Block<Fixed<From<I>, ShapeIn<R>>, HeldIn<R>>
  : 'taps' extends HeldIn<R[keyof R]>
    ? Outputs<Tapped<From<I>, Shapes<R>, TapsOfAll<R>>, HeldIn<R[keyof R]>>
    : Outputs<Fixed<From<I>, Shapes<R>>, HeldIn<R[keyof R]>>

/**
 * A net as a graph of values, for what does not nest. The callback gets a value for each input and
 * returns one value, or a record of values for a net with several outputs. A value that is read
 * twice is the same tensor; every `pipe` makes a fresh copy of its block. Merges are functions of
 * values: `add(x, y)`, `concat(x, y)`. A graph of one input and one output is a block like any
 * other.
 * @param shapes the sizes of the input without the batch, channels last; or of each input by name;
 *   null for a size that is known only at run time
 * @param callback runs once, at once
 * @throws TypeError for values of another graph, and for anything returned that is not a value. A
 *   value that reaches no output is a problem, which `check` reports.
 * @example
 * import { add, block, graph, input, repeat, toModel } from 'layersmith'
 * const conv = block().conv(8, 3, { padding: 'same' }).bn().relu()
 * const dense = graph([null, null, 8], (x) => {
 *   const y = x.pipe(conv)
 *   const z = add(x, y).pipe(conv)
 *   return add(x, y, z)
 * })
 * const net = input([16, 16, 8]).pipe(repeat(2, dense)).globalPool().dense(10)
 * const built = toModel(net, { seed: 1 })
 * built.plan.positions.length // 18
 * built.dispose()
 */
export const graph = /* @__PURE__ */ exact(
  'graph',
  <const I extends Given, R>(
    shapes: I & FitGiven<I>,
    callback: (inputs: Inside<I>) => R & FitReturned<R>,
  ): GraphOf<I, R> => {
    const given = snapshot(shapes)
    const named = isObject(given) ? Object.entries(given) : null
    const [only] = named ?? []
    const isOne = named === null || named.length === 1
    const input: InputNode = Object.freeze({
      kind: 'input',
      shape: isOne && only !== undefined ? only[1] : given,
    })
    rememberCallSite(input, graph)
    if (typeof callback !== 'function')
      throw new TypeError(
        'graph: needs a function of values; write graph([28, 28, 1], (x) => x.pipe(net))',
      )
    const sketch = new Sketch(input, named?.length ?? 1)
    let returned: unknown
    try {
      const values =
        named === null
          ? sketch.input(0)
          : Object.fromEntries(named.map(([name], i) => [name, sketch.input(i)]))
      // one value for each name of I
      returned = callback(Object.freeze(values) as never)
    } finally {
      sketch.close()
    }
    const ends = outputsOf(sketch, returned)
    const node = sketch.node(ends.map(({ at }) => at))
    rememberCallSite(node, graph)
    const heads: readonly Arm[] | null = isValue(returned)
      ? null
      : Object.freeze(ends.map(({ name }) => Object.freeze({ name, body: null })))
    const loose = ends.some((end) => end.loose)
    // what the callback returned says the rest
    return make({ input, chain: link(null, node), heads, loose }) as never
  },
)

/** The values that a callback returned, by name; a single one needs none. */
const outputsOf = (
  sketch: Sketch,
  returned: unknown,
): readonly { readonly name: string; readonly at: number; readonly loose: boolean }[] => {
  if (isValue(returned)) return [{ name: '', ...returnedBy(sketch, returned, 'graph') }]
  const isRecord = isObject(returned) && !Array.isArray(returned) && !('then' in returned)
  const entries = isRecord ? Object.entries(returned) : []
  if (entries.length === 0 || !entries.some(([, value]) => isValue(value)))
    throw new TypeError(
      `${notAValue(returned, 'graph')}; return a value, or a record of values by name`,
    )
  return entries.map(([name, value]) => ({
    name,
    ...returnedBy(sketch, value, `graph, output ${JSON.stringify(name)}`),
  }))
}
