// A graph of values; dsl/graph.ts makes it.
import { isLeft } from 'fp-ts/lib/Either.js'
import { ONLY, inputNames, startOf } from '../ast/input.js'
import { MAX_STEPS, tooMany } from '../ast/limits.js'
import type { InputNode } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { describe, isObject, snapshot } from '../base/json.js'
import { readName } from '../base/names.js'
import { complain } from '../base/problem.js'
import {
  type At,
  type Composite,
  type JsonFields,
  type JsonReader,
  UNKNOWN,
  type Value,
  type Walk,
} from './composite.js'
import { fitted } from './fitted.js'
import {
  type GraphNode,
  type GraphStep,
  RENAME,
  bodyOf,
  isMergeStep,
  withBody,
} from './graph-node.js'
import { graphCall, partsIn } from './graph-source.js'
import { mergeNames, merged, positionsOf, readMerge, writeMerge } from './merge.js'

// ---------- walking ----------

/** The values that come in, in order; those that do not fit are unknown, and reported. */
const given = (node: GraphNode, value: Value, at: At, walk: Walk): readonly Value[] => {
  const names = inputNames(node.input)
  const path = at.scope.fixed('graph')
  if (names === null) return [fitted(node, value, path, walk)]
  const { inputs } = value
  const start = startOf(node.input)
  if (isLeft(start)) walk.complainOnce(path, node.input, start.left)
  else if (inputs?.size !== names.length || !names.every((name) => inputs.has(name)))
    walk.complainOnce(
      path,
      node,
      complain('noInput', {
        expected: `the inputs ${names.join(', ')}`,
        got: inputs === undefined ? 'one' : [...inputs.keys()].join(', '),
        fix: 'start the net with the inputs of its graph',
      }),
    )
  else return names.map((name) => inputs.get(name) ?? UNKNOWN)
  return names.map(() => UNKNOWN)
}

/** What a step makes of the values that it reads. */
const walkStep = (step: GraphStep, values: readonly Value[], at: At, walk: Walk): Value => {
  let inner = at
  if (step.name !== null) {
    const path = typeof step.name === 'string' ? at.scope.named(step.name) : at.scope.fixed('part')
    const read = readName(step.name, RENAME)
    if (isLeft(read)) walk.complainOnce(path, step, read.left)
    inner = { ...at, scope: inside(path) }
  }
  const [first = UNKNOWN] = values
  return isMergeStep(step) ? merged(step, values, inner, walk) : walk.part(step.body, first, inner)
}

const unused = (got: string): ReturnType<typeof complain> =>
  complain('unusedValue', {
    expected: 'reach an output',
    got: `${got} that nothing reads`,
    fix: 'return it, merge it into what is returned, or leave it out',
  })

/** Reports values that nothing reads. */
const findUnused = (node: GraphNode, values: readonly Value[], walk: Walk): void => {
  const read = new Set([...node.steps.flatMap((step) => step.from), ...node.results])
  const names = inputNames(node.input) ?? [ONLY]
  values.forEach((value, i) => {
    if (read.has(i)) return
    const step = node.steps[i - names.length]
    if (step === undefined) walk.complainOnce(names[i] ?? '', node, unused('an input'))
    else walk.complainOnce(value.from, step, unused('one'))
  })
}

// ---------- JSON ----------

const readSteps = (
  input: InputNode,
  given: JsonFields,
  path: string,
  json: JsonReader,
): Omit<GraphNode, 'kind' | 'input'> | null => {
  const list = (value: unknown, at: string, what: string): readonly unknown[] =>
    Array.isArray(value)
      ? (value as readonly unknown[])
      : (json.no(
          at,
          complain('malformedJson', {
            expected: `must be a list of ${what}`,
            got: describe(snapshot(value)),
            fix: 'write graphs with toJSON',
          }),
        ) ?? [])
  const inputs = inputNames(input)?.length ?? 1
  let read = 0
  /** Numbers of values before `end`, at least one. */
  const numbers = (value: unknown, end: number, at: string): readonly number[] => {
    const all = list(value, at, 'numbers of values')
    read += all.length
    const wrong = all.length === 0 ? value : all.find((n) => !isBefore(n, end))
    if (wrong !== undefined)
      json.no(
        at,
        complain('malformedJson', {
          expected: `must be the numbers of earlier values, 0 to ${end - 1}`,
          got: describe(snapshot(wrong)),
          fix: 'number the inputs first, then the steps, starting at 0',
        }),
      )
    return Object.freeze(all.filter((n) => isBefore(n, end)))
  }
  const steps: GraphStep[] = []
  for (const [i, step] of list(given.steps, `${path}.steps`, 'steps').entries()) {
    const at = `${path}.steps[${i}]`
    // a list may be used in several places, so a small document can unfold to a large one
    if (read > MAX_STEPS) return json.no(at, tooMany('more'))
    if (!isObject(step))
      return json.no(
        at,
        complain('malformedJson', {
          expected: 'a step must be an object { from, nodes } or { from, merge }',
          got: describe(snapshot(step)),
          fix: 'write graphs with toJSON',
        }),
      )
    const merges = 'merge' in step
    json.fields(step, at, ['from', 'name', ...(merges ? ['merge', 'config'] : ['nodes'])])
    const from = numbers(step.from, inputs + i, `${at}.from`)
    const name = step.name === undefined ? null : json.name(step.name, `${at}.name`)
    const merge = merges ? readMerge(step, at, json) : null
    if (merges && merge === null) return null
    if (!merges && from.length > 1)
      json.no(
        `${at}.from`,
        complain('malformedJson', {
          expected: 'a step without a merge must read one value',
          got: String(from.length),
          fix: 'add a merge',
        }),
      )
    const what = merge ?? { body: json.chain(step.nodes, `${at}.nodes`) }
    steps.push(Object.freeze({ from, name, ...what }))
  }
  const results = numbers(given.results, inputs + steps.length, `${path}.results`)
  return { steps: Object.freeze(steps), results }
}
const isBefore = (n: unknown, end: number): n is number =>
  typeof n === 'number' && Number.isInteger(n) && n >= 0 && n < end

export const definition: Composite<GraphNode> = {
  kind: 'graph',
  noun: 'a graph',
  parts: ({ steps }) => steps.map(bodyOf),
  withParts: (node, bodies) => ({
    ...node,
    steps: Object.freeze(
      node.steps.map((step, i) => (isMergeStep(step) ? step : withBody(step, bodies[i] ?? null))),
    ),
  }),
  size: ({ steps }) =>
    around(
      steps.map(bodyOf),
      1,
      steps.reduce((n, step) => n + (isMergeStep(step) ? positionsOf(step) : 0), 0),
    ),
  mayFollowInputs: true,
  walk: (node, value, at, walk) => {
    const values = [...given(node, value, at, walk)]
    const read = (i: number): Value => values[i] ?? UNKNOWN
    for (const step of node.steps) values.push(walkStep(step, step.from.map(read), at, walk))
    findUnused(node, values, walk)
    const outputs = node.results.map(read)
    const [only = UNKNOWN] = outputs
    return outputs.length === 1 ? only : { ...UNKNOWN, outputs }
  },

  json: {
    write: ({ input, steps, results }, json) => ({
      kind: 'graph',
      input: input.shape,
      steps: steps.map((step) => ({
        from: step.from,
        ...(step.name === null ? {} : { name: step.name }),
        ...(isMergeStep(step) ? writeMerge(step) : { nodes: json.chain(step.body) }),
      })),
      results,
    }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'input', 'steps', 'results'])
      const input = json.input(given.input, `${path}.input`)
      const read = input === null ? null : readSteps(input, given, path, json)
      return input === null || read === null ? null : { kind: 'graph', input, ...read }
    },
  },

  source: {
    functions: ['graph', ...mergeNames],
    parts: partsIn,
    express: (node, source) => graphCall(node, null, source),
    begin: (node, input, source) => (input === null ? null : graphCall(node, null, source)),
    ownInput: ({ input }) => input,
    ends: (node, heads, source) =>
      heads.every(({ body }) => body === null) ? graphCall(node, heads, source) : null,
  },
}
