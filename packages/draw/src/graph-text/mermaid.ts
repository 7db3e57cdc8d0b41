// Mermaid's flowcharts, which GitHub draws in Markdown; see
// https://mermaid.js.org/syntax/flowchart.html.
import { type Box, type Picture, type PictureNode, isBox } from '../picture/picture.js'
import { type Look, boxTitle, linesOf, looksOf, titleOf } from '../picture/words.js'

/** Of a text only letters, digits and what is harmless stay as they are. */
const safe = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:;_/()?+…-]/gu, (char) => `#${char.codePointAt(0)};`)
const quoted = (...lines: readonly string[]): string => `"${lines.map(safe).join('<br/>')}"`

const looks: { readonly [L in Look]: string } = {
  input: 'stroke-width:1px',
  weights: 'fill:#e4ecf7,stroke:#57606a,color:#1f2328',
  plain: 'fill:#ffffff,stroke:#57606a,color:#1f2328',
  shared: 'stroke-dasharray:5 3',
  tied: 'stroke:#9a6700,stroke-width:3px',
  frozen: 'stroke-dasharray:1 2',
}

const node = (one: PictureNode): string => {
  const text = quoted(...linesOf(one))
  return `${one.id}${one.kind === null ? `([${text}])` : `[${text}]`}`
}
const statements = (children: Picture['children'], indent: string): readonly string[] =>
  children.flatMap((child) => (isBox(child) ? subgraph(child, indent) : [indent + node(child)]))
const subgraph = (box: Box, indent: string): readonly string[] => [
  `${indent}subgraph ${box.id}[${quoted(boxTitle(box))}]`,
  ...statements(box.children, `${indent}  `),
  `${indent}end`,
]

/** A picture as a flowchart: subgraphs for composites, dotted lines between tied layers. */
export const mermaidOf = (picture: Picture): string => {
  const title = titleOf(picture)
  const used = new Map<Look, string[]>()
  for (const one of picture.nodes)
    for (const look of looksOf(one)) {
      const ids = used.get(look)
      if (ids === undefined) used.set(look, [one.id])
      else ids.push(one.id)
    }
  return [
    ...(title === '' ? [] : ['---', `title: ${JSON.stringify(title)}`, '---']),
    'flowchart TB',
    ...statements(picture.children, '  '),
    ...picture.edges.map(({ from, to }) => `  ${from.id} --> ${to.id}`),
    ...picture.ties.map(({ from, to }) => `  ${from.id} -.- ${to.id}`),
    ...[...used].flatMap(([look, ids]) => [
      `  classDef ${look} ${looks[look]}`,
      `  class ${ids.join(',')} ${look}`,
    ]),
    '',
  ].join('\n')
}
