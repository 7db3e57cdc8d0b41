// From facts to a picture: ids, boxes inside boxes, arrows.
import type { Box, Edge, Facts, Picture, PictureNode } from './picture.js'
import { isBox } from './picture.js'

/** Nobody can follow boxes nested deeper, and neither can programs that read them. */
const MOST_BOXES = 24

/** A box while it is filled. */
interface Open {
  readonly label: string
  readonly path: string
  readonly children: (Open | PictureNode)[]
  readonly boxes: Map<string, Open>
}
const opened = (label: string, path: string): Open => ({
  label,
  path,
  children: [],
  boxes: new Map(),
})

/** Makes the picture of positions and inputs, each after those that it takes. */
export const assemble = (
  facts: readonly Facts[],
  whole: Pick<Picture, 'title' | 'params' | 'flops'>,
): Picture => {
  const root = opened('', '')
  const byPath = new Map<string, PictureNode>()
  const nodes = facts.map((fact, i): PictureNode => {
    const node = { ...fact, id: `n${i + 1}`, label: fact.name }
    byPath.set(fact.path, node)
    boxFor(root, fact.within).children.push(node)
    return node
  })
  const { children, relabeled } = closed(root)
  const now = (node: PictureNode): PictureNode => relabeled.get(node.id) ?? node
  const at = (path: string): readonly PictureNode[] => {
    const node = byPath.get(path)
    return node === undefined ? [] : [now(node)]
  }
  const all = nodes.map(now)
  return {
    ...whole,
    nodes: all,
    edges: all.flatMap((to) => to.inputs.flatMap((path) => at(path).map((from) => ({ from, to })))),
    ties: tiesBetween(all),
    children,
  }
}

const boxFor = (root: Open, within: readonly string[]): Open => {
  let box = root
  for (const name of within.slice(0, MOST_BOXES)) {
    const known = box.boxes.get(name)
    const next = known ?? opened(name, box.path === '' ? name : `${box.path}.${name}`)
    if (known === undefined) {
      box.boxes.set(name, next)
      box.children.push(next)
    }
    box = next
  }
  return box
}

/** Arms and rounds are numbers, and need no box around a single thing: it takes the number. */
const isNumber = (label: string): boolean => /^\d+$/.test(label)

const closed = (root: Open) => {
  const relabeled = new Map<string, PictureNode>()
  let boxes = 0
  const close = (child: Open | PictureNode, before: string): Box | PictureNode => {
    if (!('boxes' in child)) {
      if (before === '') return child
      const node = { ...child, label: before + child.label }
      relabeled.set(node.id, node)
      return node
    }
    const label = before + child.label
    const [only] = child.children
    if (only !== undefined && child.children.length === 1 && isNumber(child.label))
      return close(only, `${label}.`)
    const id = `c${++boxes}`
    const children = child.children.map((inner) => close(inner, ''))
    return { id, label, path: child.path, children, ...sums(children) }
  }
  return { children: root.children.map((child) => close(child, '')), relabeled }
}

const sums = (children: Box['children']): Pick<Box, 'layers' | 'params'> => ({
  layers: children.reduce((n, child) => n + (isBox(child) ? child.layers : 1), 0),
  params: children.reduce((n, child) => n + (isBox(child) ? child.params : ownParams(child)), 0),
})
/** Weights count once, at the first position of their layer. */
const ownParams = ({ params, path, first }: PictureNode): number =>
  path === first ? (params ?? 0) : 0

const tiesBetween = (nodes: readonly PictureNode[]): readonly Edge[] => {
  const last = new Map<string, PictureNode>()
  const ties: Edge[] = []
  for (const node of nodes) {
    if (node.served !== 'tied') continue
    const from = last.get(node.first)
    if (from !== undefined) ties.push({ from, to: node })
    last.set(node.first, node)
  }
  return ties
}
