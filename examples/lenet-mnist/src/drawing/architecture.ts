/**
 * The plan as a picture: one box per position, from the input down. Positions with their own layer
 * are blue. Positions that share a layer have the same color, another one, and a dashed line
 * between them.
 */
import { grouped } from '@layersmith/example-shared'
import { Graphviz } from '@hpcc-js/wasm-graphviz'

/** What the picture needs from a plan; layersmith's Plan has it. */
export interface DrawnPlan {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[]
  readonly positions: readonly {
    readonly path: string
    readonly inputs: readonly string[]
    readonly shape: readonly (number | null)[]
    readonly params: { readonly trainable: number; readonly nonTrainable: number }
    readonly instance: string
  }[]
  readonly instances: readonly { readonly id: string; readonly positions: readonly string[] }[]
}

const fresh = { fill: '#dbe9f6', line: '#2b6cb0' }
const shared = [
  { fill: '#fde3c8', line: '#c05621' },
  { fill: '#fbd5e0', line: '#b83280' },
  { fill: '#fdf3c4', line: '#b7791f' },
] as const
const plain = { fill: '#f4f4f4', line: '#777777' }

/**
 * Nobody knows the font that a reader has. Graphviz makes room for letters of this one, of which
 * each is wide: 0.6 times its height. The letters of fonts without serifs are narrower on average.
 */
const roomy = 'Courier'
const shown = 'Helvetica,Arial,sans-serif'

export async function drawArchitecture(plan: DrawnPlan): Promise<string> {
  const graphviz = await Graphviz.load()
  const svg = graphviz.dot(architectureDot(plan), 'svg')
  return svg.replaceAll(/font-family="[^"]*"/g, `font-family="${shown}"`)
}

/** The picture in Graphviz's DOT language. */
export function architectureDot(plan: DrawnPlan): string {
  const sharing = plan.instances.filter((instance) => instance.positions.length > 1)
  const colorOf = (instance: string) => {
    const index = sharing.findIndex(({ id }) => id === instance)
    return index < 0 ? fresh : (shared[index % shared.length] ?? fresh)
  }
  const boxes = plan.positions.map((position) => {
    const { trainable, nonTrainable } = position.params
    const params = trainable + nonTrainable
    const details = [
      sizes(position.shape),
      params === 0 ? 'no parameters' : `${grouped(params)} parameters`,
    ]
    return box(position.path, [position.path, ...details], colorOf(position.instance))
  })
  const arrows = plan.positions.flatMap((position) =>
    position.inputs.map((from) => `  ${quoted(from)} -> ${quoted(position.path)}`),
  )
  const ties = sharing.flatMap(({ id, positions }) =>
    positions.slice(1).map((to, index) => {
      const from = positions[index] ?? to
      const { line } = colorOf(id)
      const look = `style=dashed dir=none constraint=false color="${line}" fontcolor="${line}"`
      return `  ${quoted(from)} -> ${quoted(to)} [${look} label=" one layer"]`
    }),
  )
  return [
    'digraph architecture {',
    `  graph [rankdir=TB nodesep=0.5 ranksep=0.3 fontname="${roomy}" fontsize=11 labelloc=b]`,
    `  label=${quoted('blue: its own layer\nother colors: one layer, several positions')}`,
    `  node [shape=box style="filled,rounded" fontname="${roomy}" fontsize=11 margin="0.15,0.08"]`,
    `  edge [fontname="${roomy}" fontsize=10 color="#555555"]`,
    ...plan.inputs.map(({ name, shape }) => box(name, [name, sizes(shape)], plain)),
    ...boxes,
    ...arrows,
    ...ties,
    '}',
  ].join('\n')
}

function box(
  id: string,
  lines: readonly string[],
  { fill, line }: { readonly fill: string; readonly line: string },
): string {
  const label = quoted(lines.join('\n'))
  return `  ${quoted(id)} [label=${label} fillcolor="${fill}" color="${line}"]`
}

function sizes(shape: readonly (number | null)[]): string {
  return shape.map((size) => size ?? '?').join('x')
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
