// Names come from files that anybody made, and nets may have any size.
import { describe, expect, it } from '@jest/globals'
import { type Plan, plan, input } from '@layersmith/core'
import { draw } from '@layersmith/draw'
import { chainOf, nets } from './support/nets.js'
import { readSvg } from './support/svg.js'

/** A plan with another name for some layers and for a box. */
const named = (name: string): Plan => {
  const planned = plan(nets.residual)
  const rename = (path: string) =>
    path
      .split('.')
      .map((segment) => (/^(stem|conv1|dense1)$/.test(segment) ? name : segment))
      .join('.')
  const positions = planned.positions.map((position) => ({
    ...position,
    path: rename(position.path),
    inputs: position.inputs.map(rename),
    instance: rename(position.instance),
  }))
  const instances = planned.instances.map((instance) => ({
    ...instance,
    id: rename(instance.id),
    positions: instance.positions.map(rename),
  }))
  return { ...planned, positions, instances }
}

const hostile: readonly (readonly [string, string])[] = [
  ['markup', '"><script>alert(1)</script>'],
  ['quotes and backslashes', `a"b'c\\"d\\`],
  ['a line break and an escape', 'a\nb\\nc\\N\r\u2028d'],
  ['the end of CDATA and of a comment', ']]>--><!--'],
  ['entities', '&lt;&amp;&#0;&#x0;'],
  ['controls and halves of characters', '\u0000\u0007\u001b[31m\ud800x\udfff\ufffe'],
  ['reversed text', '\u202egnp.exe'],
  ['keywords', 'end'],
  ['words of Mermaid', 'a"] --> n2["b; click n1 call alert(1) %%{init: {}}%%'],
  ['words of Graphviz', '"] n1 -> n2 [URL="javascript:alert(1)" label=<<b>x</b>>'],
  ['a megabyte', 'x'.repeat(1e6)],
  ['all of Unicode', '名前 نام 🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠🧠'],
]

const plain = plan(nets.residual)
const [plainSvg, plainDot, plainMermaid] = await Promise.all([
  draw(plain, { format: 'svg', title: 't' }),
  draw(plain, { format: 'dot', title: 't' }),
  draw(plain, { format: 'mermaid', title: 't' }),
])

describe.each(hostile)('%s in names', (_, name) => {
  // a dot would begin another name
  const whole = named(name.replaceAll('.', '_'))

  it('cannot change an SVG picture', async () => {
    const svg = await draw(whole, { format: 'svg', title: name })
    const read = readSvg(svg)
    const expected = readSvg(plainSvg)
    expect(read.layers.length).toBe(expected.layers.length)
    expect(read.boxes.length).toBe(expected.boxes.length)
    expect(read.document.querySelector('script')).toBeNull()
    const tags = new Set([...read.document.querySelectorAll('*')].map(({ tagName }) => tagName))
    const known = ['svg', 'title', 'desc', 'style', 'rect', 'text', 'g', 'path']
    expect([...tags].filter((tag) => !known.includes(tag))).toEqual([])
    expect(svg.length).toBeLessThan(200_000)
    expect(svg.replaceAll('\n', '')).not.toMatch(/\p{C}/u)
  })

  it('cannot change DOT and Mermaid', async () => {
    const dot = await draw(whole, { format: 'dot', title: name })
    const mermaid = await draw(whole, { format: 'mermaid', title: name })
    const lines = (text: string) => text.split('\n').length
    expect(lines(dot)).toBe(lines(plainDot))
    expect(lines(mermaid)).toBe(lines(plainMermaid))
    expect(dot.length + mermaid.length).toBeLessThan(100_000)
    // outside of strings there is only what a plain net has
    const outside = (text: string) => text.replace(/"(\\.|[^"\\])*"/g, '""')
    const sizes = /(width|height)=[\d.]+/g
    expect(outside(dot).replaceAll(sizes, '')).toBe(outside(plainDot).replaceAll(sizes, ''))
    expect(outside(mermaid)).toBe(outside(plainMermaid))
  })
})

describe('large nets', () => {
  it('with too much in one piece are refused, in words', async () => {
    const planned = plan(chainOf(3000))
    const positions = planned.positions.map((position, i) => ({
      ...position,
      // the input skips to the end, so that nothing can be cut
      inputs: i === 2999 ? [...position.inputs, 'input'] : position.inputs,
    }))
    await expect(draw({ ...planned, positions }, { format: 'svg' })).rejects.toThrow(
      'draw: 3000 layers with 3001 arrows hang together from dense1 on; a picture can place 2500',
    )
  })

  it('nested deeply keep their layers in the outer boxes', async () => {
    const planned = plan(input([4]).relu())
    const [relu] = planned.positions
    const path = `${'a.'.repeat(5000)}relu1`
    const deep = { ...planned, positions: [{ ...relu!, path, instance: path }] }
    const { boxes } = readSvg(await draw(deep, { format: 'svg' }))
    expect(boxes.length).toBe(24)
  })
})

describe('what cannot be drawn', () => {
  const net = input([4]).relu()
  it.each([
    ['nothing', undefined, { format: 'svg' }, 'this is not a block'],
    ['a list', [], { format: 'svg' }, 'this is not a block'],
    ['no options', net, undefined, "write draw(net, { format: 'svg' })"],
    [
      'an unknown format',
      net,
      { format: 'gif' },
      'format must be one of svg, png, html, dot, mermaid, got gif',
    ],
    ['a wrong title', net, { format: 'svg', title: 3 }, 'title must be a text, got number'],
    ['an unknown option', net, { format: 'svg', colour: 1 }, 'option "colour" is not known'],
  ])('%s', async (_, what, options, message) => {
    await expect(draw(what as any, options as any)).rejects.toThrow(message)
  })

  it('a net with problems', async () => {
    await expect(draw(input([4, 4, 1]).loose().conv(1, 9), { format: 'dot' })).rejects.toThrow(
      'window 9x9 does not fit',
    )
  })
})
