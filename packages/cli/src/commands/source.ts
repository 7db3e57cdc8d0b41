import { Failure } from '../base/failure.js'
import { writeText } from '../base/write-file.js'
import { command, flag, text } from './command.js'
import { fileArgument, fileOptions, withFile } from './file.js'

export const source = command({
  name: 'source',
  does: 'Print the net as the typed TypeScript that makes it',
  more: 'The source has the layers and not the weights; "layersmith convert" keeps weights.',
  args: [fileArgument],
  options: {
    ...fileOptions,
    name: text('name', 'name of the exported constant; net by default'),
    customs: text('module', 'module that exports a block for each custom layer'),
    out: text('path', 'file to write instead of printing'),
    force: flag('replace the file that is there'),
  },
  examples: [
    'layersmith source saved/model.json',
    'layersmith source saved/model.json --out src/net.ts --name classifier',
  ],
  run: async ({ args: [file], options, json, terminal }) => {
    const { toSource } = await import('layersmith')
    const { name, customs, out, force } = options
    const made = await withFile(file, { name: options.export }, (opened) =>
      sourceOf(() => toSource(opened.net(), { name, customs })),
    )
    if (out !== undefined) await writeText(out, force, made)
    if (json) terminal.print(JSON.stringify(out === undefined ? { source: made } : { out }))
    else if (out === undefined) terminal.print(made.trimEnd())
    else terminal.note(`wrote ${out}`)
    return 0
  },
})

/** Makes the source; a TypeError is about the options. */
const sourceOf = (make: () => string): string => {
  try {
    return make()
  } catch (e) {
    if (e instanceof TypeError) throw new Failure(e.message.replace('toSource: ', '--'), 2)
    throw e
  }
}
