// Graphviz's language; see https://graphviz.org/doc/info/lang.html.
import { sizeOf } from '../picture/size.js'
import { type Box, type Edge, type Picture, type PictureNode, isBox } from '../picture/picture.js'
import { type Look, boxTitle, linesOf, looksOf, sentenceOf, titleOf } from '../picture/words.js'

/** What a look adds to a node; a later one goes first. */
const attributes: { readonly [L in Look]: Readonly<Record<string, string>> } = {
  input: { style: 'rounded', penwidth: '0.8' },
  weights: { fillcolor: '#e4ecf7', style: 'filled' },
  plain: {},
  shared: { style: 'dashed' },
  tied: { peripheries: '2' },
  frozen: { style: 'diagonals' },
}
/** Graphviz measures in inches of 72 points, and draws the second line 4 points further out. */
const inches = (points: number, looks: readonly Look[]): string =>
  ((points - (looks.includes('tied') ? 8 : 0)) / 72).toFixed(3)

/**
 * A string of the language: a backslash in a label begins an escape. What is in it has no line
 * break but our own.
 */
const quoted = (...lines: readonly string[]): string =>
  `"${lines.map((line) => line.replace(/["\\]/g, '\\$&')).join('\\n')}"`

const list = (given: Readonly<Record<string, string>>): string =>
  Object.entries(given)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

const node = (one: PictureNode): string => {
  const { width, height } = sizeOf(linesOf(one))
  const looks = looksOf(one)
  const given = looks.map((look) => attributes[look])
  const style = given.flatMap((look) => look.style ?? []).join(',')
  const { style: _, ...rest } = Object.assign({}, ...given) as Record<string, string> // strings all
  const look = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, quoted(v)]))
  return `${one.id} [${list({
    label: quoted(...linesOf(one)),
    tooltip: quoted(sentenceOf(one)),
    width: inches(width, looks),
    height: inches(height, looks),
    ...(style === '' ? {} : { style: quoted(style) }),
    ...look,
  })}]`
}

/** What follows directly is kept straight below; what skips layers goes around. */
const arrow = ({ from, to }: Edge, isNext: boolean): string =>
  `  ${from.id} -> ${to.id}${isNext ? ` [weight=${to.inputs.length > 1 ? 2 : 8}]` : ''}`

const statements = (children: Picture['children'], indent: string): readonly string[] =>
  children.flatMap((child) => (isBox(child) ? cluster(child, indent) : [indent + node(child)]))
const cluster = (box: Box, indent: string): readonly string[] => [
  `${indent}subgraph cluster_${box.id} {`,
  `${indent}  label=${quoted(boxTitle(box))}`,
  ...statements(box.children, `${indent}  `),
  `${indent}}`,
]

/**
 * A picture in Graphviz's language: clusters for composites, dashed lines between tied layers.
 * `after` is a layer outside of it where arrows come from.
 */
export const dotOf = (picture: Picture, after: PictureNode | null = null): string => {
  const chain = [...(after === null ? [] : [after]), ...picture.nodes]
  const next = new Map(chain.map((node, i) => [node, chain[i + 1]]))
  const inputs = picture.nodes.filter(({ kind }) => kind === null)
  return [
    `digraph ${quoted(titleOf(picture))} {`,
    '  graph [rankdir=TB nodesep=0.3 ranksep=0.32 labeljust=l style=rounded color="#8c959f"',
    '    fontname="Courier" fontsize=11 fontcolor="#57606a" margin=10 nslimit=20 nslimit1=20]',
    '  node [shape=box fixedsize=true fontname="Courier" fontsize=10 color="#57606a"]',
    '  edge [color="#57606a" arrowsize=0.6]',
    ...(after === null ? [] : [`  ${after.id} [shape=point width=0.01]`]),
    ...statements(picture.children, '  '),
    ...(inputs.length > 1 ? [`  { rank=same ${inputs.map(({ id }) => id).join(' ')} }`] : []),
    ...picture.edges.map((edge) => arrow(edge, edge.to === next.get(edge.from))),
    ...picture.ties.map(
      ({ from, to }) => `  ${from.id} -> ${to.id} [dir=none style=dashed minlen=0]`,
    ),
    '}',
    '',
  ].join('\n')
}
