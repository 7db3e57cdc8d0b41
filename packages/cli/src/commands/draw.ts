import path from 'node:path'
import { Failure } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { writeText } from '../base/write-file.js'
import { choice, command, flag, text } from './command.js'
import { fileArgument, fileOptions, withFile } from './file.js'

const drawn = ['svg', 'png', 'html', 'dot', 'mermaid'] as const
const endings: Readonly<Record<string, (typeof drawn)[number]>> = {
  '.svg': 'svg',
  '.png': 'png',
  '.html': 'html',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
}

export const draw = command({
  name: 'draw',
  does: 'Draw the architecture as SVG, PNG, HTML, Graphviz or Mermaid',
  more:
    'Needs the package @layersmith/draw, for PNG also @resvg/resvg-js. Without --out it prints\n' +
    'SVG, DOT or Mermaid.',
  args: [fileArgument],
  options: {
    ...fileOptions,
    out: text('path', 'file to write: .svg, .png, .html, .dot or .mmd'),
    to: choice(drawn, 'what to draw, where the name does not tell'),
    title: text('text', 'a line above the picture'),
    force: flag('replace the file that is there'),
  },
  examples: [
    'layersmith draw saved/model.json --out net.svg',
    'layersmith draw net.ts --to mermaid',
  ],
  run: async ({ args: [file], options, json, terminal }) => {
    const { out, title, force } = options
    const ending = out === undefined ? '.svg' : path.extname(out)
    const format = options.to ?? (Object.hasOwn(endings, ending) ? endings[ending] : undefined)
    if (format === undefined)
      throw new Failure(`${out} does not say what to draw; add --to: ${drawn.join(', ')}`, 2)
    if (out === undefined && (format === 'png' || json))
      throw new Failure(`a picture to ${format === 'png' ? 'PNG' : 'JSON'} needs --out`, 2)
    const name = '@layersmith/draw'
    const { draw: drawing } = await optional(name, () => import('@layersmith/draw'))
    const picture = await withFile(file, { name: options.export }, (opened) =>
      drawing(opened.net(), { format, title }),
    )
    if (out === undefined) terminal.print(String(picture).trimEnd())
    else {
      await writeText(out, force, picture)
      if (json) terminal.print(JSON.stringify({ out, format }))
      else terminal.note(`wrote ${out}`)
    }
    return 0
  },
})
