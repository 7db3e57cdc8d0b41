// Means and maxima over whole axes.
import type { Call, Operator, Operators } from '../call.js'
import { type Value, axisOf } from '../view.js'

type Kind = 'Max' | 'Average'

/** The value without these axes, or with sizes of 1 in their places. */
const pooled = (
  call: Call,
  x: Value,
  kind: Kind,
  axes: readonly number[],
  keeps: boolean,
): Value => {
  const groups = axes.map((axis) => x.axes[axis] ?? [])
  const gone = groups.flat()
  const rest = x.memory.map((group) => group.filter((atom) => !gone.includes(atom)))
  const left = x.axes.flatMap((group, axis) =>
    axes.includes(axis) ? (keeps ? [axisOf(1)] : []) : [group],
  )
  if (gone.length === 0) return { ...x, axes: left }
  if (axes.length > 3) call.refuse(`reduces ${axes.length} axes; layers reduce up to three`)
  const last = rest.flat()
  // volumes have no layer, but their first two axes may be one
  const [first = [], second = [], third = []] = groups
  const spatial = axes.length === 3 ? [[...first, ...second], third] : groups
  const from = call.fitted(x, [...spatial, last])
  const name = `Global${kind}Pooling${spatial.length}D`
  const made = (keepdims: boolean): Value =>
    call.made(
      call.layer(name, keepdims ? { keepdims } : {}, [from]),
      { memory: keepdims ? [...spatial.map(() => []), last] : [last], axes: left },
      x.isPositive,
    )
  // only later is it clear which of the two is needed; the other one is left out
  return spatial.length === 2 ? { ...made(false), twin: made(true) } : made(false)
}

const overImage =
  (kind: Kind) =>
  (call: Call): Value => {
    const x = call.value(0)
    return pooled(call, x, kind, x.axes.map((_, axis) => axis).slice(1), true)
  }

const overAxes =
  (kind: Kind) =>
  (call: Call): Value => {
    const x = call.value(0)
    const given = call.list(1, 'axes')
    const keeps = call.number('keepdims', 1) !== 0
    const isNothing = call.number('noop_with_empty_axes', 0) !== 0
    if (given === null || given.length === 0)
      return isNothing ? x : call.refuse('works along the batch; name the axes')
    const axes = [...new Set(given.map((axis) => call.axis(axis, x)))].toSorted((a, b) => a - b)
    return pooled(call, x, kind, axes, keeps)
  }

const becomes = '`globalPool` or `globalPool1d`'
const whole = (kind: Kind): Operator => ({ becomes, axes: 'channels first', read: overImage(kind) })
const along = (kind: Kind): Operator => ({ becomes, axes: 'channels first', read: overAxes(kind) })

export const globalPools: Operators = {
  GlobalAveragePool: whole('Average'),
  GlobalMaxPool: whole('Max'),
  ReduceMean: along('Average'),
  ReduceMax: along('Max'),
}
