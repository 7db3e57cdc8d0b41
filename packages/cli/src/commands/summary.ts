import { command, sizes } from './command.js'
import { fileArgument, fileOptions, withFile } from './file.js'

export const summary = command({
  name: 'summary',
  does: 'List the layers with shapes, parameters, FLOPs and who shares an instance',
  args: [fileArgument],
  options: {
    ...fileOptions,
    input: sizes('sizes of the input for a block without one, such as 224x224x3'),
  },
  examples: ['layersmith summary saved/model.json', 'layersmith summary net.ts --export encoder'],
  run: async ({ args: [file], options, json, terminal }) => {
    const { plan, summary: table } = await import('layersmith')
    const planned = options.input === undefined ? {} : { inputShape: options.input }
    const text = await withFile(file, { name: options.export }, (opened) => {
      if (!json) return table(opened.net(), planned)
      const { inputs, outputs, positions, instances, params, flops } = plan(opened.net(), planned)
      return JSON.stringify({ inputs, outputs, positions, instances, params, flops }, null, 2)
    })
    terminal.print(text)
    return 0
  },
})
