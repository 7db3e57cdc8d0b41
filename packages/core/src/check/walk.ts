// From a description to its flat list of positions: names, shapes, counts, and every problem on the
// way. This is the one walk over a description, see walk.ts: check, plan and .shape all use it.
import { isLeft } from 'fp-ts/lib/Either.js'
import { linksOf, summaryOfNet } from '../ast/chain.js'
import { type CustomEntry, customEntry, foreignShape } from '../composites/foreign.js'
import { isMerge, merges, noMerge } from '../composites/merge.js'
import { readConfig } from '../config/read.js'
import { definitionOf, normalized } from '../kinds/definition.js'
import type { Draft, DraftTap, Value } from './positions.js'
import { type Json, describe, freeze } from '../base/json.js'
import { NO_PARAMS, type Params } from '../kinds/kind.js'
import type { Kind } from '../types/block.js'
import { cannotTie, tooLarge } from '../ast/limits.js'
import { nearest } from '../base/nearest.js'
import type {
  Arm,
  BranchNode,
  Chain,
  CustomNode,
  GroupNode,
  InputNode,
  JoinNode,
  LayerNode,
  Link,
  Node,
  RepeatNode,
  ResidualNode,
  TapNode,
  TieNode,
} from '../ast/node.js'
import { callSiteOf } from '../base/call-site.js'
import { type Complaint, type Problem, complain, problem } from '../base/problem.js'
import { NAME_RULE, Scope, TapNames, inside, isName } from '../ast/scope.js'
import { terms } from '../base/sentences.js'
import { type Sizes, agree, isCount, merge, show } from '../shape/sizes.js'
import { ONLY, type PlannedInput, sizesOf, startOf } from '../ast/input.js'

export interface Context {
  readonly scope: Scope
  readonly frozen: boolean
  readonly rounds: string
  readonly tie: { readonly tie: TieNode; readonly root: string } | null
}

export class Expansion {
  readonly positions: Draft[] = []
  readonly problems: Problem[] = []
  readonly taps: DraftTap[] = []
  readonly customs = new Map<string, CustomEntry & { readonly path: string }>()
  readonly #tapNames = new TapNames()
  readonly #foreign = new Map<object, string>()
  /**
   * Nodes whose own settings have been reported: a block used again, or a repeat in every round,
   * must not say it again.
   */
  readonly #reported = new WeakSet<Node | InputNode>()

  /** What comes out of a whole net: one value, or one for each head. */
  net(
    inputs: readonly PlannedInput[],
    chain: Chain,
    heads: readonly Arm[] | null,
  ): readonly Value[] {
    const complaint = tooLarge(summaryOfNet(chain, heads))
    if (complaint !== null) {
      this.#complain('', null, complaint)
      return []
    }
    const values = inputs.map(({ name, shape }) => ({ from: name, shape }))
    const [first] = values
    const start =
      first?.from === ONLY && values.length === 1
        ? first
        : { from: '', shape: null, inputs: new Map(values.map((v) => [v.from, v])) }
    const at: Context = {
      scope: new Scope(
        '',
        values.map((v) => v.from),
      ),
      frozen: false,
      rounds: '',
      tie: null,
    }
    const trunk = this.chain(linksOf(chain), start, at)
    if (trunk.inputs !== undefined) this.#complain('', null, UNMERGED)
    return heads === null ? [trunk] : this.#heads(heads, trunk, at)
  }

  #heads(heads: readonly Arm[], value: Value, at: Context): readonly Value[] {
    if (heads.length === 0)
      this.#complain(
        '',
        null,
        complain('invalidOption', {
          expected: 'outputs must be a record of at least one block',
          got: '{}',
          fix: 'write .outputs({ name: block() }), or leave it out',
        }),
      )
    return heads.map(({ name, body }) => {
      const path = at.scope.named(name)
      if (!isName(name))
        this.#complain(
          path,
          null,
          complain('invalidName', {
            expected: NAME_RULE,
            got: describe(name),
            fix: 'choose another name for this output',
          }),
        )
      return this.#part(body, value, { ...at, scope: inside(path) })
    })
  }

  chain(links: readonly Link[], start: Value, at: Context): Value {
    return links.reduce((value, { node }) => this.#node(node, value, at), start)
  }
  #part(chain: Chain, value: Value, at: Context): Value {
    return this.chain(linksOf(chain), value, at)
  }

  #node(node: Node, value: Value, at: Context): Value {
    // a join is the first leaf of a net of several inputs; only JSON can say otherwise
    if (value.inputs !== undefined && node.kind !== 'join' && node.kind !== 'group') {
      this.#complainOnce('', node, UNMERGED)
      return UNKNOWN
    }
    switch (node.kind) {
      case 'group':
        return this.#group(node, value, at)
      case 'residual':
        return this.#residual(node, value, at)
      case 'branch':
        return this.#branch(node, value, at)
      case 'join':
        return this.#join(node, value, at)
      case 'repeat':
        return this.#repeat(node, value, at)
      case 'tie':
        return this.#tie(node, value, at)
      case 'tap':
        return this.#tap(node, value, at)
      case 'custom':
        return this.#custom(node, value, at)
      default:
        return this.#layer(node, value, at)
    }
  }

  #layer(node: LayerNode, value: Value, at: Context): Value {
    const path = at.scope.numbered(node.kind)
    const config = normalized(node)
    if (isLeft(config)) {
      this.#complainOnce(path, node, ...config.left)
      return { from: path, shape: null }
    }
    return this.#position(path, node, node.kind, config.right, [value], at)
  }

  #position(
    path: string,
    node: Node,
    kind: Kind,
    given: object,
    values: readonly Value[],
    at: Context,
    named: (c: Complaint) => Complaint = (c) => c,
  ): Value {
    const inputs = values.flatMap((v) => (v.shape === null ? [] : [v.shape]))
    if (inputs.length < values.length) return { from: path, shape: null }
    const def = definitionOf(kind)
    const shape = def.shape(given, ...inputs)
    if (isLeft(shape)) {
      this.#complain(path, node, named(shape.left))
      return { from: path, shape: null }
    }
    const config = def.settle?.(given, inputs[0] ?? []) ?? given
    this.#add(
      path,
      kind,
      config,
      values,
      shape.right,
      at,
      def.params(config, inputs[0] ?? []),
      def.flops(config, shape.right, ...inputs),
    )
    return { from: path, shape: shape.right }
  }

  #add(
    path: string,
    kind: Draft['kind'],
    config: object,
    values: readonly Value[],
    shape: Sizes,
    at: Context,
    params: Params,
    flops: number | null,
  ): void {
    const tied =
      at.tie === null
        ? null
        : Object.freeze({ tie: at.tie.tie, place: path.slice(at.tie.root.length) })
    const inputs = Object.freeze(values.map((v) => v.from))
    this.positions.push(
      Object.freeze({
        path,
        kind,
        config: freeze(config),
        inputs,
        shape: Object.freeze([...shape]),
        params: Object.freeze(params),
        flops,
        frozen: at.frozen,
        tied,
      }),
    )
  }

  #group(node: GroupNode, value: Value, at: Context): Value {
    const { name } = node
    const path = name === null ? at.scope.fixed('part') : at.scope.named(name)
    if (name !== null && !isName(name))
      this.#complainOnce(
        path,
        node,
        complain('invalidName', {
          expected: NAME_RULE,
          got: describe(name),
          fix: 'choose another name in .as()',
        }),
      )
    const scope = name === null ? at.scope : inside(path)
    return this.#part(node.body, this.#fitted(node, value, path), {
      ...at,
      scope,
      frozen: at.frozen || node.frozen,
    })
  }

  /** The value as a part that is made for one input sees it. */
  #fitted(node: GroupNode | TieNode, value: Value, path: string): Value {
    if (node.input === null || (value.shape === null && value.inputs === undefined)) return value
    const start = startOf(node.input)
    const wanted = sizesOf(node.input)
    if (wanted !== null && value.shape !== null && agree(wanted, value.shape))
      return { ...value, shape: merge(value.shape, wanted) }
    if (isLeft(start)) this.#complainOnce(path, node.input, start.left)
    else if (wanted === null || value.shape === null)
      this.#complainOnce(
        path,
        node,
        complain('severalInputs', {
          expected: 'one input',
          got: 'a net of several',
          fix: 'use such a net as it is, and put its other parts behind its merge',
        }),
      )
    else
      this.#complain(
        path,
        node,
        complain('wrongInput', {
          expected: show(wanted),
          got: show(value.shape),
          fix: 'use the part behind such an output, or make it with block() to fit any',
        }),
      )
    return { from: value.from, shape: null }
  }

  #residual(node: ResidualNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('residual')
    const scope = inside(path, ['shortcut'])
    const body = this.#part(node.body, value, { ...at, scope })
    const shortcut = this.#part(node.shortcut, value, {
      ...at,
      scope: inside(scope.fixed('shortcut')),
    })
    return this.#position(scope.numbered('add'), node, 'add', {}, [body, shortcut], at, () =>
      complain('residualMismatch', {
        expected: show(shortcut.shape ?? []),
        got: show(body.shape ?? []),
        fix:
          node.shortcut === null
            ? 'give the body the shape of its input, or pass a shortcut that makes the same change: residual(body, block().conv(filters, 1))'
            : 'make both end in one shape',
      }),
    )
  }

  #branch(node: BranchNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('branch')
    const scope = inside(path)
    if (node.arms.length < 2)
      this.#complainOnce(
        path,
        node,
        complain('invalidOption', {
          expected: 'branch must have at least two arms',
          got: String(node.arms.length),
          fix: 'an arm may be empty: block()',
        }),
      )
    const arms = node.arms.map((arm, i) =>
      this.#part(arm, value, { ...at, scope: inside(scope.fixed(i + 1)) }),
    )
    return this.#merge(node, arms, { ...at, scope })
  }

  #join(node: JoinNode, { inputs, shape }: Value, at: Context): Value {
    if (inputs === undefined) {
      if (shape !== null)
        this.#complainOnce(
          '',
          node,
          complain('noInput', {
            expected: 'several inputs with names',
            got: 'one',
            fix: 'start the net with inputs({ … })',
          }),
        )
      return UNKNOWN
    }
    const names = [...inputs.keys()]
    for (const { name } of node.arms)
      if (!inputs.has(name))
        this.#complainOnce(
          '',
          node,
          complain('unknownInput', {
            expected: names.join(', '),
            got: `"${name}"`,
            fix: suggestion(name, names),
          }),
        )
    const bodies = new Map(node.arms.map((arm) => [arm.name, arm.body]))
    const values = new Map(
      [...inputs].map(([name, value]) => {
        const scope = inside(at.scope.reserved(name))
        return [
          name,
          this.#part(bodies.get(name) ?? null, value, {
            ...at,
            scope,
            rounds: `${at.rounds}.${name}`,
          }),
        ]
      }),
    )
    const order: Json = node.order ?? names
    if (!isOrderOf(order, names)) {
      this.#complainOnce(
        '',
        node,
        complain('invalidOption', {
          expected: `the order must be each of ${names.join(', ')} once`,
          got: describe(order),
          fix: 'leave it out for the order of the inputs',
        }),
      )
      return UNKNOWN
    }
    return this.#merge(
      node,
      order.map((name) => values.get(name) ?? UNKNOWN),
      at,
    )
  }

  /**
   * Makes one value of several; where the second is negated before, that is a position of its own.
   */
  #merge(node: BranchNode | JoinNode, values: readonly Value[], at: Context): Value {
    if (!isMerge(node.merge)) {
      this.#complainOnce('', node, noMerge(node.merge))
      return UNKNOWN
    }
    const { kind, arms, negates } = merges[node.merge]
    const [first, second] = values
    if (arms !== null && (first === undefined || second === undefined || values.length !== arms)) {
      this.#complainOnce(
        at.scope.numbered(node.merge),
        node,
        complain('invalidOption', {
          expected: `${node.merge} must have two values`,
          got: String(values.length),
          fix: 'merge the others before',
        }),
      )
      return UNKNOWN
    }
    const config = readConfig(definitionOf(kind).config, node.config)
    const negated =
      negates && first !== undefined && second !== undefined
        ? [
            first,
            this.#position(
              at.scope.numbered('rescaling'),
              node,
              'rescaling',
              { scale: -1, offset: 0 },
              [second],
              at,
            ),
          ]
        : values
    const path = at.scope.numbered(kind)
    if (isLeft(config)) {
      this.#complainOnce(path, node, ...config.left)
      return UNKNOWN
    }
    return this.#position(path, node, kind, config.right, negated, at)
  }

  #repeat(node: RepeatNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('repeat')
    const scope = inside(path)
    const round = (v: Value, n: number): Value =>
      this.#part(node.body, v, {
        ...at,
        scope: inside(scope.fixed(n)),
        rounds: `${at.rounds}.${n}`,
      })
    if (!isCount(node.times)) {
      this.#complainOnce(
        path,
        node,
        complain('invalidOption', {
          expected: `times must be ${terms.count}`,
          got: describe(node.times),
          fix: 'leave the repeat out for no rounds',
        }),
      )
      return { ...round(value, 1), shape: null }
    }
    let v = value
    for (let n = 1; n <= node.times; n++) v = round(v, n)
    return v
  }

  #tie(node: TieNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('tie')
    const complaint = cannotTie(node)
    if (complaint !== null) this.#complainOnce(path, node, complaint)
    return this.#part(node.body, this.#fitted(node, value, path), {
      ...at,
      scope: inside(path),
      tie: { tie: node, root: path },
    })
  }

  #tap(node: TapNode, value: Value, at: Context): Value {
    const name = this.#tapNames.take(node.name, at.rounds, at.tie)
    if (!isName(node.name))
      this.#complainOnce(
        node.name + at.rounds,
        node,
        complain('invalidName', {
          expected: NAME_RULE,
          got: describe(node.name),
          fix: 'choose another name in .tap()',
        }),
      )
    else if (name === null) {
      this.#complain(
        value.from,
        node,
        complain('duplicateTap', {
          expected: this.#tapNames.list(),
          got: node.name + at.rounds,
          fix: 'give each tap of a net a name of its own; a block with taps can be used once, unless it is tied',
        }),
      )
    }
    if (value.shape !== null && name !== null)
      this.taps.push(freeze({ name, from: value.from, shape: [...value.shape] }))
    return value
  }

  #custom(node: CustomNode, value: Value, at: Context): Value {
    const path = at.scope.numbered(isName(node.name) ? node.name : 'custom')
    const entry = customEntry(node)
    const known = this.customs.get(node.name)
    if (!isName(node.name))
      this.#complainOnce(
        path,
        node,
        complain('invalidName', {
          expected: NAME_RULE,
          got: describe(node.name),
          fix: 'choose another name in custom()',
        }),
      )
    if (entry === undefined) {
      this.#complainOnce(
        path,
        node,
        complain('customMissing', {
          expected: 'a factory in the option customs',
          got: `none for "${node.name}"`,
          fix: `pass { customs: { ${node.name}: () => yourLayer() } }`,
        }),
      )
      return { from: path, shape: null }
    }
    if (known !== undefined && known.make !== entry.make) {
      this.#complainOnce(
        path,
        node,
        complain('customNameTwice', {
          expected: `one factory, that of ${known.path}`,
          got: 'another one',
          fix: 'give the factories names of their own, or use one constant for both',
        }),
      )
    }
    if (known === undefined) this.customs.set(node.name, { ...entry, path })
    if (value.shape === null) return value
    const shape = foreignShape(entry, value.shape, path, this.#foreign)
    if (isLeft(shape)) {
      this.#complain(path, node, shape.left)
      return { from: path, shape: null }
    }
    this.#add(path, 'custom', { name: node.name }, [value], shape.right, at, NO_PARAMS, null)
    return { from: path, shape: shape.right }
  }

  #complain(path: string, node: object | null, c: Complaint): void {
    this.problems.push(problem(path, node === null ? null : callSiteOf(node), c))
  }
  /** For what is wrong with a node itself, wherever it is used. */
  #complainOnce(path: string, node: Node | InputNode, ...complaints: readonly Complaint[]): void {
    if (!this.#reported.has(node)) for (const c of complaints) this.#complain(path, node, c)
    this.#reported.add(node)
  }
}

const UNMERGED = complain('severalInputs', {
  expected: 'one input',
  got: 'a net of several',
  fix: "merge them first: inputs({ … }).merge('concat')",
})
const UNKNOWN: Value = Object.freeze({ from: '', shape: null })

/** Whether some data is a list of all the names, each once. */
const isOrderOf = (order: Json, names: readonly string[]): order is readonly string[] =>
  Array.isArray(order) &&
  order.length === names.length &&
  new Set(order).size === names.length &&
  order.every((n: Json) => typeof n === 'string' && names.includes(n))
const suggestion = (name: string, names: readonly string[]): string => {
  const meant = nearest(name, names)
  return meant === undefined ? 'give each() blocks for these names' : `did you mean ${meant}?`
}
