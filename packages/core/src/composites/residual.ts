import { wrap } from '../ast/block.js'
import type { Chain, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import { complain } from '../base/problem.js'
import type { Same } from '../shape/shape.js'
import { agree, show } from '../shape/sizes.js'
import type { Block } from '../types/block.js'
import type { Checked, Op, Ops, Run, TapsOfAll } from '../types/op.js'
import type { Open, OpsOf, Sig, Trait } from '../types/signature.js'
import type { Composite } from './composite.js'
import { partOf } from './group.js'

export interface ResidualNode {
  readonly kind: 'residual'
  readonly body: Chain
  readonly shortcut: Chain
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    residual: ResidualNode
  }
}

export interface Residual<B extends Ops, Sc extends Ops> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: Same<Run<this['in'], B>, Run<this['in'], Sc>, 'residual'>
  readonly taps: TapsOfAll<this['in'], [B, Sc], this['at'], this['seen']>
}

/**
 * The body's output plus its input, or plus the shortcut's output (He et al. 2015,
 * https://arxiv.org/abs/1512.03385). Both must have the same shape.
 * @example
 * import { block, input, residual } from 'layersmith'
 * const body = block().conv(16, 3, { padding: 'same' }).bn()
 * input([8, 8, 16]).pipe(residual(body)).relu().shape // [8, 8, 16]
 * input([8, 8, 3]).pipe(residual(body, block().conv(16, 1))).relu().shape // [8, 8, 16]
 */
export const residual = /* @__PURE__ */ exact(
  'residual',
  <S extends Sig, H extends Trait, S2 extends Sig = Open<[]>, H2 extends Trait = never>(
    body: Block<S, H>,
    shortcut?: Block<S2, H2>,
  ): Block<Open<[Checked<Residual<OpsOf<S>, OpsOf<S2>>, H | H2>]>, H | H2> => {
    const parts = shortcut === undefined ? [body] : [body, shortcut]
    return wrap(
      {
        kind: 'residual',
        body: partOf(body),
        shortcut: shortcut === undefined ? null : partOf(shortcut),
      },
      residual,
      parts,
    )
  },
)

const parts = ({ body, shortcut }: ResidualNode): readonly Chain[] => [body, shortcut]

/** Leaves out a shortcut that is the input itself. */
const written = ({ body, shortcut }: ResidualNode): readonly Part[] =>
  (shortcut === null ? [body] : [body, shortcut]).map((chain) => ({ input: null, chain }))

export const definition: Composite<ResidualNode> = {
  kind: 'residual',
  noun: 'a residual',
  parts,
  withParts: (node, [body = null, shortcut = null]) => ({ ...node, body, shortcut }),
  size: (node) => around(parts(node), 1, 1),
  walk: (node, value, at, walk) => {
    const scope = inside(at.scope.numbered('residual'), ['shortcut'])
    const body = walk.part(node.body, value, { ...at, scope })
    const around = { ...at, scope: inside(scope.fixed('shortcut')) }
    const shortcut = walk.part(node.shortcut, value, around)
    const path = scope.numbered('add')
    // an addition would stretch a size of 1, which hides a mistake here
    if (body.shape !== null && shortcut.shape !== null && !agree(body.shape, shortcut.shape)) {
      walk.complain(
        path,
        node,
        complain('residualMismatch', {
          expected: show(shortcut.shape),
          got: show(body.shape),
          fix:
            node.shortcut === null
              ? 'give the body the shape of its input, or pass a shortcut that makes the same ' +
                'change: residual(body, block().conv(filters, 1))'
              : 'make both end in the same shape',
        }),
      )
      return { from: path, shape: null }
    }
    return walk.position({ path, node, kind: 'add', config: {}, at }, [body, shortcut])
  },

  json: {
    write: ({ kind, body, shortcut }, json) => ({
      kind,
      body: json.chain(body),
      shortcut: json.chain(shortcut),
    }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'body', 'shortcut'])
      const body = json.chain(given.body, `${path}.body`)
      return { kind: 'residual', body, shortcut: json.chain(given.shortcut, `${path}.shortcut`) }
    },
  },

  source: {
    functions: ['residual'],
    parts: written,
    express: (node, source) => ({
      start: source.call('residual', ...written(node).map((part) => source.use(part))),
      calls: [],
    }),
    nests: true,
  },
}
