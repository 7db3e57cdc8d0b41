// Arithmetic with values and constants: merges, factors and offsets of the layer before, or layers
// of their own.
import { aligned } from '../align.js'
import { type Call, type Operator, type Operators, type Result, reordered } from '../call.js'
import { type Constant, mapped, zipped } from '../constant.js'
import { clipped } from '../clipped.js'
import { rescaled, withoutNothing } from '../rescale.js'
import { type Value, areSame, sizeOf } from '../view.js'

const merged = (call: Call, className: string, a: Value, b: Value): Value => {
  const [wide, other] = aligned(call, a, b)
  return call.made(
    call.layer(className, {}, a === wide ? [wide, other] : [other, wide]),
    wide,
    a.isPositive && b.isPositive,
  )
}

/** A value with a constant factor or offset. */
const changed = (call: Call, x: Value, what: 'factor' | 'offset', constant: Constant): Value => {
  const varying = constant.dims
    .map((size, i) => ({ size, axis: i - constant.dims.length + x.axes.length }))
    .filter(({ size }) => size !== 1)
  if (constant.dims.length > x.axes.length + 1 || varying.length > 1)
    return call.refuse(
      `takes a constant of [${constant.dims.join(', ')}], and layers have a number per channel`,
    )
  const [along] = varying
  const isFactor = what === 'factor'
  const takes = (layer: Value['layer'], numbers: Constant['numbers']): boolean => {
    if (x.isShared || layer !== x.layer || !layer.takes(what, numbers)) return false
    if (constant.parameter !== null) layer.parameters = [...layer.parameters, constant.parameter]
    return true
  }
  if (along === undefined) {
    const [n = 0] = constant.numbers
    return takes(x.layer, Float32Array.of(n))
      ? withoutNothing({ ...x, isPositive: false, twin: null })
      : rescaled(call, x, isFactor ? n : 1, isFactor ? 0 : n)
  }
  if (along.axis < 0) return call.refuse('takes a number for each example')
  const { value, indices } = call.last(x, along.axis)
  const channels = sizeOf(value.memory.at(-1) ?? [])
  if (channels !== along.size)
    return call.refuse(`takes ${along.size} numbers for an axis of ${channels ?? 'any size'}`)
  const numbers = reordered(constant.numbers, indices)
  if (takes(value.layer, numbers)) return { ...value, isPositive: false, twin: null }
  if (isFactor && constant.parameter !== null)
    return call.applied(value, 'LayerScale', { init_values: 1, projection_dim: channels }, [
      numbers,
    ])
  if (constant.parameter !== null)
    call.note('adds a number per channel, which does not train in the net')
  return rescaled(call, value, isFactor ? [...numbers] : 1, isFactor ? 0 : [...numbers])
}

/** A value times or divided by something that makes the two an activation. */
const gated = (
  call: Call,
  gate: Value,
  x: Value,
  by: 'gate' | 'divides' = 'gate',
): Value | null => {
  const found = gate.layer[by]
  if (found === null || !areSame(gate.memory, x.memory) || !areSame(gate.axes, x.axes)) return null
  const { className, config, inputs } = x.layer
  const isScaled = className === 'Rescaling' && config['offset'] === 0 && inputs[0] === found.of
  if (x.layer !== found.of && !isScaled) return null
  const scale = isScaled && x.layer !== found.of ? Number(config['scale']) : 1
  if (Number.isNaN(scale)) return null
  const from = { ...x, layer: found.of }
  const value = call.applied(from, 'Activation', { activation: found.activation })
  return rescaled(call, value, Math.fround(found.factor * scale), 0)
}

interface Rule {
  readonly becomes: string
  readonly numbers: (m: number, n: number) => number
  readonly values: (call: Call, a: Value, b: Value) => Value
  readonly first: (call: Call, a: Value, b: Constant) => Value
  readonly second: (call: Call, a: Constant, b: Value) => Value
}

const pairs = (
  call: Call,
  { numbers, values, first, second }: Rule,
  a: Result,
  b: Result,
): Result =>
  a.is === 'value'
    ? b.is === 'value'
      ? values(call, a, b)
      : first(call, a, b)
    : b.is === 'value'
      ? second(call, a, b)
      : (zipped(a, b, numbers) ??
        call.refuse(`takes constants of [${a.dims.join(', ')}] and [${b.dims.join(', ')}]`))

const ofTwo = (rule: Rule): Operator => ({
  becomes: rule.becomes,
  axes: 'kept',
  read: (call) => pairs(call, rule, call.result(0), call.result(1)),
})

/** Merges any number of inputs, pair by pair. */
const ofMany = (rule: Rule): Operator => ({
  becomes: rule.becomes,
  axes: 'kept',
  read: (call) => {
    const [first, ...others] = call.results()
    if (first === undefined) return call.refuse('has no inputs')
    return others.reduce((a, b) => pairs(call, rule, a, b), first)
  },
})

const add: Rule = {
  becomes: '`add` or `residual`, the bias of the layer before, or `rescaling`',
  numbers: (m, n) => m + n,
  values: (call, a, b) => merged(call, 'Add', a, b),
  first: (call, a, b) => changed(call, a, 'offset', b),
  second: (call, a, b) => changed(call, b, 'offset', a),
}

const subtract: Rule = {
  becomes: '`add` of a `rescaling`, or `rescaling`',
  numbers: (m, n) => m - n,
  values: (call, a, b) => merged(call, 'Add', a, rescaled(call, b, -1, 0)),
  first: (call, a, b) =>
    changed(
      call,
      a,
      'offset',
      mapped(b, (n) => -n),
    ),
  second: (call, a, b) => changed(call, rescaled(call, b, -1, 0), 'offset', a),
}

const multiply: Rule = {
  becomes: '`multiply`, `layerScale`, `rescaling` or `activation`',
  numbers: (m, n) => m * n,
  values: (call, a, b) => gated(call, a, b) ?? gated(call, b, a) ?? merged(call, 'Multiply', a, b),
  first: (call, a, b) => changed(call, a, 'factor', b),
  second: (call, a, b) => changed(call, b, 'factor', a),
}

const noDivision = (call: Call): never => call.refuse('divides by a value, which no layer does')
const divide: Rule = {
  becomes: '`rescaling` or `layerScale`',
  numbers: (m, n) => m / n,
  values: (call, a, b) => gated(call, b, a, 'divides') ?? noDivision(call),
  first: (call, a, b) =>
    changed(
      call,
      a,
      'factor',
      mapped(b, (n) => 1 / n),
    ),
  second: noDivision,
}

/** The larger or smaller number; with a constant, a limit. */
const extreme = (className: string, numbers: Rule['numbers'], isLeast: boolean): Rule => {
  const limited = (call: Call, x: Value, { dims, numbers: [limit = 0, ...others] }: Constant) =>
    others.length === 0 && dims.length <= x.axes.length + 1
      ? clipped(call, x, isLeast ? limit : -Infinity, isLeast ? Infinity : limit)
      : call.refuse('compares with several numbers, and layers with one')
  return {
    becomes: `\`${className.toLowerCase()}\`, or as Clip`,
    numbers,
    values: (call, a, b) => merged(call, className, a, b),
    first: limited,
    second: (call, a, b) => limited(call, b, a),
  }
}

/** The mean of two values is a layer; that of more is their sum, rescaled. */
const mean: Operator = {
  becomes: '`average`; of more than two `add` and `rescaling`',
  axes: 'kept',
  read: (call) => {
    const [first, ...others] = call.inputs.map((_, i) => call.value(i))
    const [second] = others
    if (first === undefined) return call.refuse('has no inputs')
    if (others.length === 1 && second !== undefined) return merged(call, 'Average', first, second)
    const sum = others.reduce((a, b) => merged(call, 'Add', a, b), first)
    return rescaled(call, sum, 1 / call.inputs.length, 0)
  },
}

/** Operators that compute only with constants, such as shapes. */
const folded = (f: (n: number) => number): Operator => ({
  becomes: 'nothing: constants alone',
  read: (call) => mapped(call.constant(0, 'what it computes with'), f),
})

const negative: Operator = {
  becomes: '`rescaling`',
  axes: 'kept',
  read: (call) => {
    const x = call.result(0)
    return x.is === 'value' ? rescaled(call, x, -1, 0) : mapped(x, (n) => -n)
  },
}

export const arithmetic: Operators = {
  Add: ofTwo(add),
  Sub: ofTwo(subtract),
  Mul: ofTwo(multiply),
  Div: ofTwo(divide),
  Sum: ofMany(add),
  Max: ofMany(extreme('Maximum', Math.max, true)),
  Min: ofMany(extreme('Minimum', Math.min, false)),
  Mean: mean,
  Neg: negative,
  Ceil: folded(Math.ceil),
  Floor: folded(Math.floor),
  Reciprocal: folded((n) => 1 / n),
  Sqrt: folded(Math.sqrt),
}
