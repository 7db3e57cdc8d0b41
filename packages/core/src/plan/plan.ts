// The plan: the flat, checked list of positions and of the instances that serve them. Everything we
// build, draw or count comes from it.
//
//   description ──walk──▶ drafts (paths, shapes, counts) ──seeds──▶ configs ──assign──▶ Plan
//                  └────▶ problems ───────────────────────────────────────────────────▶ Left
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { netOf } from '../ast/block.js'
import type { CustomEntry } from '../composites/foreign.js'
import { type AssignOptions, type Instance, type Position, assign } from './sharing.js'
import { describe, freeze, isObject, snapshot } from '../base/json.js'
import type { Params } from '../kinds/kind.js'
import type { InputNode } from '../ast/node.js'
import { callSiteOf } from '../base/call-site.js'
import { BuildError, type Problem, complain, problem } from '../base/problem.js'
import type { Sizes } from '../shape/sizes.js'
import type { AnyDescription } from '../types/signature.js'
import { type PlannedInput, mergedStart, startNode, startOf } from '../ast/input.js'
import { type PlannedTap, plannedTaps } from './taps.js'
import { certain, walkNet } from '../check/walk.js'

/** The options of `plan` and `check`. */
export interface PlanOptions extends AssignOptions {
  /**
   * The input sizes, for an open block; for a net with several inputs, those of each by name.
   */
  inputShape?: Sizes | Readonly<Record<string, Sizes>> | undefined
  /** Whether the weights at a path may train; a position inside `frozen()` never trains. */
  trainable?: ((path: string) => boolean) | undefined
}

/** An output of a net. */
export interface PlannedOutput {
  /** null for the only output of a net without `outputs`. */
  readonly name: string | null
  /** The path of the position that makes it, or the name of an input. */
  readonly from: string
  readonly shape: Sizes
}

/** A checked net, as the flat list of what it builds: everything is made from it. */
export interface Plan {
  /** One, called 'input', or several, each with its own name. */
  readonly inputs: readonly PlannedInput[]
  readonly outputs: readonly PlannedOutput[]
  /** In an order where each position comes after its inputs. */
  readonly positions: readonly Position[]
  readonly instances: readonly Instance[]
  readonly taps: readonly PlannedTap[]
  /**
   * Counts the weights of all instances; tied ones count once. Those of custom layers are unknown
   * and not included.
   */
  readonly params: Params
  /** For one example; null if those of a position are unknown. */
  readonly flops: number | null
  readonly seed: number | null
  /** The factories of custom layers by name. */
  readonly customs: ReadonlyMap<string, CustomEntry>
}

/**
 * Checks a net and returns its plan, or all its problems.
 * @example
 * import { check, input, render } from 'layersmith'
 * const checked = check(input([28, 28, 1]).conv(6, 4).relu())
 * if (checked._tag === 'Left') throw new Error(checked.left.map(render).join('\n'))
 * checked.right.positions.map((p) => p.path) // ['conv1', 'relu1']
 */
export const check = (
  net: AnyDescription,
  options: PlanOptions = {},
): Either<NonEmptyArray<Problem>, Plan> => {
  const { input: own, chain, heads } = netOf(net)
  const given: unknown = options // a caller may not use the types
  if (!isObject(given))
    return left([
      problem(
        '',
        null,
        complain('invalidOption', {
          expected: 'the options must be an object',
          got: describe(snapshot(given)),
          fix: 'write { seed: 42 }, or leave them out',
        }),
      ),
    ])
  const asked: InputNode | null =
    options.inputShape === undefined
      ? null
      : Object.freeze({ kind: 'input', shape: snapshot(options.inputShape) })
  const start = beginning(own, asked)
  const [wrong, ...others] = wrongOptions(options)
  if (isLeft(start)) return left([start.left, ...(wrong === undefined ? [] : [wrong]), ...others])
  if (wrong !== undefined) return left([wrong, ...others])
  const { walk, inputs, outputs } = walkNet(start.right, chain, heads)
  const { trainable } = options
  const answers =
    trainable === undefined ? [] : walk.positions.map(({ path }): unknown => trainable(path))
  const drafts = walk.positions.map((d, i) => (answers[i] === false ? { ...d, frozen: true } : d))
  const { positions, instances, problems } = assign(drafts, options)
  const [first, ...rest] = [...walk.problems, ...noAnswers(walk.positions, answers), ...problems]
  if (first !== undefined) return left([first, ...rest])
  return right(
    Object.freeze({
      inputs: freeze(inputs.map(({ name, shape }) => ({ name, shape: [...shape] }))),
      outputs: freeze(
        outputs.map((value, i) => ({
          name: heads?.[i]?.name ?? null,
          from: value.from,
          shape: [...certain(value)],
        })),
      ),
      positions,
      instances,
      taps: Object.freeze(plannedTaps(walk.draftTaps, inputs, positions)),
      ...totals(positions),
      seed: options.seed ?? null,
      customs: walk.customs,
    }),
  )
}

/**
 * The plan of a net.
 * @throws BuildError with all the net's problems
 * @example
 * import { input, plan } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).relu().pool(2).relu()
 * plan(net).instances.length // 3: both relus share one
 */
export const plan = (net: AnyDescription, options: PlanOptions = {}): Plan => {
  const checked = check(net, options)
  if (isLeft(checked)) throw new BuildError(checked.left)
  return checked.right
}

/** Where the walk starts: at the net's own input, completed by what inputShape adds. */
const beginning = (own: InputNode | null, asked: InputNode | null): Either<Problem, InputNode> => {
  const one = own ?? asked
  if (one === null)
    return left(
      problem(
        '',
        null,
        complain('noInput', {
          expected: 'an input',
          got: 'an open block',
          fix: 'start it with input([...]), pipe it after an input, or pass inputShape',
        }),
      ),
    )
  const [made, given] = [startOf(one), asked === null ? null : startOf(asked)]
  if (isLeft(made) || asked === null || given === null) return right(one)
  // the walk will report what is wrong with it
  if (isLeft(given)) return right(asked)
  const merged = mergedStart(made.right, given.right)
  return isLeft(merged)
    ? left(problem('input', callSiteOf(one), merged.left))
    : right(startNode(merged.right))
}

/** `trainable` must return true or false: a forgotten return would freeze everything. */
const noAnswers = (
  positions: readonly { readonly path: string }[],
  answers: readonly unknown[],
): readonly Problem[] => {
  const at = answers.findIndex((answer) => typeof answer !== 'boolean')
  return at < 0
    ? []
    : [
        problem(
          positions[at]?.path ?? '',
          null,
          complain('invalidOption', {
            expected: 'trainable must return true or false',
            got: describe(snapshot(answers[at])),
            fix: 'return one of them for every path',
          }),
        ),
      ]
}

const wrongOptions = ({
  inputShape: _,
  seed,
  share,
  trainable,
  ...unknown
}: PlanOptions): readonly Problem[] => {
  const wrong = (expected: string, got: unknown): Problem =>
    problem(
      '',
      null,
      complain('invalidOption', {
        expected,
        got: describe(snapshot(got)),
        fix: 'leave it out for the default',
      }),
    )
  return [
    ...Object.keys(unknown).map((key) =>
      problem(
        '',
        null,
        complain('unknownOption', {
          expected: 'inputShape, seed, share, trainable',
          got: describe(key),
          fix: 'remove it, or use one of inputShape, seed, share, trainable',
        }),
      ),
    ),
    ...(seed === undefined || Number.isSafeInteger(seed)
      ? []
      : [wrong('seed must be an integer', seed)]),
    ...(share === undefined || share === 'equal' || share === 'none'
      ? []
      : [wrong("share must be 'equal' or 'none'", share)]),
    ...(trainable === undefined || typeof trainable === 'function'
      ? []
      : [wrong('trainable must be a function', trainable)]),
  ]
}

const totals = (positions: readonly Position[]): Pick<Plan, 'params' | 'flops'> => {
  const first = positions.filter((p) => p.path === p.instance)
  const sum = (of: (p: Params) => number): number => first.reduce((n, p) => n + of(p.params), 0)
  return {
    params: Object.freeze({
      trainable: sum((p) => p.trainable),
      nonTrainable: sum((p) => p.nonTrainable),
    }),
    flops: positions.reduce<number | null>(
      (n, p) => (n === null || p.flops === null ? null : n + p.flops),
      0,
    ),
  }
}
