import { Failure } from '../base/failure.js'
import { formats } from '../formats/all.js'
import { formatToWrite } from '../formats/open.js'
import { styled } from '../base/terminal.js'
import { choice, command, flag, text } from './command.js'
import { fileArgument, fileOptions, seedOption, withFile } from './file.js'

const names = formats.filter((f) => f.write !== undefined).map((f) => f.name)

export const convert = command({
  name: 'convert',
  does: 'Write a model or a net in another format',
  more:
    'The format follows from the name of --out: a folder or model.json for a model of ' +
    'TensorFlow.js\nwith weights, .keras for Keras, .onnx for ONNX, .compiled for a net that ' +
    'runs without\nTensorFlow.js, .json for a net, .ts or .js for its source.',
  args: [fileArgument],
  options: {
    out: text('path', 'where to write'),
    to: choice(names, 'format to write, where the name does not tell'),
    ...fileOptions,
    seed: seedOption,
    force: flag('replace what is there'),
  },
  examples: [
    'layersmith convert saved/model.json --out net.json',
    'layersmith convert net.ts --out saved --seed 1',
    'layersmith convert saved --out net.onnx',
    'layersmith convert saved --out net.compiled',
  ],
  run: async ({ args: [file], options, json, terminal }) => {
    const { out, to, force, seed } = options
    if (out === undefined)
      throw new Failure('convert needs --out: name the file or folder to write', 2)
    const format = await formatToWrite(out, to)
    const hasWeights = await withFile(file, { name: options.export, seed }, async (opened) => {
      await format.write(opened, out, force)
      return opened.hasWeights
    })
    const weights = format.keepsWeights ? (hasWeights ? 'kept' : 'new') : 'none'
    if (json) terminal.print(JSON.stringify({ out, format: format.name, weights }))
    else terminal.note(`wrote ${out} (${format.name})`)
    if (weights === 'new' && !json)
      terminal.note(styled('yellow', 'the file has no weights, so these are new and untrained'))
    if (weights === 'none' && hasWeights && !json)
      terminal.note(styled('yellow', 'this format has no weights: keep the model for them'))
    return 0
  },
})
