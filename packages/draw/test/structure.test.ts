// A picture has the layers, arrows and boxes of the plan, in every format.
import { describe, expect, it } from '@jest/globals'
import { type Plan, plan } from '@layersmith/core'
import { draw } from '@layersmith/draw'
import { netNames, nets } from './support/nets.js'
import { readSvg } from './support/svg.js'

const inputsAndPositions = (p: Plan): readonly string[] => [
  ...p.inputs.map(({ name }) => name),
  ...p.positions.map(({ path }) => path),
]
const arrowsIn = (p: Plan): readonly (readonly [string, string])[] =>
  p.positions.flatMap(({ path, inputs }) => inputs.map((from) => [from, path] as const))

/** Composites, by what positions they contain; an arm or round around one thing is none. */
const compositesIn = (p: Plan): readonly string[] => {
  const inside = new Map<string, Set<string>>()
  for (const { path } of p.positions) {
    const names = path.split('.')
    for (let depth = 1; depth < names.length; depth++) {
      const box = names.slice(0, depth).join('.')
      const things = inside.get(box) ?? new Set()
      inside.set(box, things.add(names[depth]!))
    }
  }
  return [...inside]
    .filter(([box, { size }]) => size > 1 || !/(^|\.)\d+$/.test(box))
    .map(([box]) => box)
}
const sorted = <T>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (String(a) < String(b) ? -1 : 1))

describe.each(netNames)('%s', (name) => {
  const net = nets[name]
  const planned = plan(net)
  const given = inputsAndPositions(planned)

  it('has the layers, arrows and boxes of the plan as SVG', async () => {
    const { layers, arrows, boxes } = readSvg(await draw(net, { format: 'svg' }))
    expect(sorted(layers.map(({ path }) => path))).toEqual(sorted(given))
    expect(sorted(arrows)).toEqual(sorted(arrowsIn(planned)))
    expect(sorted(boxes.map(({ path }) => path))).toEqual(sorted(compositesIn(planned)))
    // every layer is inside its composites, and nowhere else
    const paths = new Map(boxes.map(({ id, path }) => [id, path]))
    for (const { path, within } of layers)
      for (const box of boxes)
        expect([path, box.path, within.includes(box.id)]).toEqual([
          path,
          box.path,
          path.startsWith(`${paths.get(box.id)}.`),
        ])
  })

  it('has the same as DOT and as Mermaid', async () => {
    const dot = await draw(net, { format: 'dot' })
    const mermaid = await draw(net, { format: 'mermaid' })
    const id = (path: string) => `n${given.indexOf(path) + 1}`
    const wanted = sorted(arrowsIn(planned).map(([from, to]) => `${id(from)} ${id(to)}`))
    const arrows = (text: string, arrow: RegExp) =>
      sorted([...text.matchAll(arrow)].map(([, from, to]) => `${from} ${to}`))
    expect(arrows(dot, /^ *(n\d+) -> (n\d+)(?= \[weight|$)/gm)).toEqual(wanted)
    expect(arrows(mermaid, /^ *(n\d+) --> (n\d+)$/gm)).toEqual(wanted)
    const boxes = compositesIn(planned).length
    expect(dot.match(/^ *subgraph cluster_c\d+ \{$/gm)?.length ?? 0).toBe(boxes)
    expect(mermaid.match(/^ *subgraph c\d+\[/gm)?.length ?? 0).toBe(boxes)
    expect(dot.match(/^ *n\d+ \[/gm)?.length).toBe(given.length)
    expect(mermaid.match(/^ *n\d+(\(\[|\[)"/gm)?.length).toBe(given.length)
  })
})

describe('a tie', () => {
  it('connects the layers with the same weights, once for each use after the first', async () => {
    const { ties } = readSvg(await draw(nets.siamese, { format: 'svg' }))
    expect(ties).toEqual([
      ['left.tie1.conv1', 'right.tie1.conv1'],
      ['left.tie1.dense1', 'right.tie1.dense1'],
    ])
  })
})
