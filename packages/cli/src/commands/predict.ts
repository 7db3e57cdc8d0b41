import type { Loaded } from '@layersmith/compile/runtime'
import type * as tf from '@tensorflow/tfjs'
import { Failure } from '../base/failure.js'
import { parseJson, readText } from '../base/read-file.js'
import { loadedFrom, onlyInput, outputsOf } from '../formats/compiled.js'
import type { Input } from '../inputs/input.js'
import { readInput } from '../inputs/read-input.js'
import { backendOption, start } from './backend.js'
import { choice, command, count, text } from './command.js'
import { fileArgument, fileOptions, withFile } from './file.js'

type Tf = typeof tf
const ranges = ['0..1', '-1..1', '0..255'] as const
type Range = (typeof ranges)[number]

interface Guess {
  readonly class: number
  readonly label: string | null
  readonly value: number
}
/** The best classes of one example, for one output of the model. */
interface Prediction {
  readonly output: string
  readonly example: number
  readonly top: readonly Guess[]
}

const MOST_LABELS_MB = 16

/** The labels in a file: a list in JSON, or one label per line. */
const labelsIn = async (file: string): Promise<readonly string[]> => {
  const content = await readText(file, MOST_LABELS_MB)
  if (!content.trimStart().startsWith('[')) return content.trimEnd().split(/\r?\n/)
  const list = parseJson(content, file)
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    throw new Failure(`${file} is not a list of texts; write ["cat", "dog"], or a label a line`)
  return list
}

/** The input in the model's shape, as a batch of examples. The caller disposes of it. */
const asTensor = (
  tf: Tf,
  { values, shape, white }: Input,
  wanted: readonly (number | null)[],
  range: Range,
  file: string,
): tf.Tensor =>
  tf.tidy(() => {
    const given = tf.tensor(values, [...shape])
    const fits = (sizes: readonly number[]): boolean =>
      sizes.length === wanted.length && sizes.every((n, i) => (wanted[i] ?? n) === n)
    if (white === null) {
      if (fits(shape)) return given.expandDims(0)
      if (fits(shape.slice(1))) return given
      throw new Failure(
        `${file} has the shape ${shape.join('x')}, but the model takes ` +
          `${wanted.map((n) => n ?? '?').join('x')}, with or without a batch before it`,
      )
    }
    const [height = 0, width = 0] = shape
    const sizes: [number, number] = [wanted[0] ?? height, wanted[1] ?? width]
    const image = given.expandDims<tf.Tensor4D>(0)
    const sized = tf.image.resizeBilinear(image, sizes, false, true)
    if (range === '0..255') return sized
    return range === '0..1' ? sized.div(white) : sized.div(white / 2).sub(1)
  })

/** A model or a compiled net that predicts. */
interface Predictor {
  /** The sizes of its only input, without the batch. */
  readonly wanted: readonly (number | null)[]
  /** Its outputs for a batch, which the caller disposes of, by name. */
  readonly predict: (input: tf.Tensor) => readonly (readonly [name: string, output: tf.Tensor])[]
}

const modelPredictor = (model: tf.LayersModel): Predictor => ({
  wanted: onlyInput(model.inputs, 'predict').shape.slice(1),
  predict: (input) =>
    [model.predict(input)].flat().map((output, i) => [model.outputNames[i] ?? '', output]),
})

const compiledPredictor = ({ tensor }: Tf, run: Loaded): Predictor => ({
  wanted: onlyInput(run.inputs, 'predict').shape,
  predict: (input) => outputsOf(tensor, run, input),
})

/** What a model predicts for an input: the examples of each output in turn. */
const predictionsOf = async (
  { predict: compute }: Predictor,
  input: tf.Tensor,
  labels: readonly string[] | null,
  top: number,
): Promise<readonly Prediction[]> => {
  const outputs = compute(input)
  try {
    return await Promise.all(
      outputs.map(async ([name, output]) => {
        const [, classes = 0, ...rest] = output.shape
        if (output.rank !== 2 || rest.length > 0)
          throw new Failure(
            `the output ${name} has the shape ${output.shape.slice(1).join('x')}: no list of ` +
              'classes; predict is for classifiers',
          )
        const values = await output.data()
        return Array.from({ length: output.shape[0] ?? 0 }, (_, example): Prediction => {
          const of = Array.from(values.slice(example * classes, (example + 1) * classes))
          const best = of
            .map((value, i): Guess => ({ class: i, label: labels?.[i] ?? null, value }))
            .sort((a, b) => b.value - a.value)
          return { output: name, example, top: best.slice(0, top) }
        })
      }),
    ).then((all) => all.flat())
  } finally {
    for (const [, output] of outputs) output.dispose()
  }
}

export const predict = command({
  name: 'predict',
  does: 'Classify an image or an array: print the top classes',
  more:
    'The image is resized to what the model takes, bilinearly. An .npy is taken as it is, with\n' +
    'or without a batch. FILE may be a .compiled file too.',
  args: [fileArgument, { name: 'INPUT', does: 'an image (PNG, JPEG) or an array of NumPy (.npy)' }],
  options: {
    ...fileOptions,
    labels: text('path', 'names of the classes: one a line, or a list in JSON'),
    top: count('how many classes to print; 5 by default', 1),
    range: choice(ranges, 'what black and white become; 0..1 by default'),
    backend: backendOption,
  },
  examples: [
    'layersmith predict saved cat.jpg --labels labels.txt',
    'layersmith predict saved images.npy --top 1 --json',
  ],
  run: async ({ args: [file, inputFile = ''], options, json, terminal }) => {
    const { labels: labelsFile, top = 5, range = '0..1', backend } = options
    const tf = await import('@tensorflow/tfjs')
    await start(backend)
    const labels = labelsFile === undefined ? null : await labelsIn(labelsFile)
    const classified = async (predictor: Predictor): Promise<readonly Prediction[]> => {
      const { wanted } = predictor
      const input = asTensor(tf, await readInput(inputFile, wanted), wanted, range, inputFile)
      try {
        return await predictionsOf(predictor, input, labels, top)
      } finally {
        input.dispose()
      }
    }
    const compiled = await loadedFrom(file ?? '')
    const found =
      compiled !== null
        ? await classified(compiledPredictor(tf, compiled))
        : await withFile(file, { name: options.export }, (opened) => {
            const model = opened.model()
            if (!opened.hasWeights)
              throw new Failure(`${file} has no weights, so it cannot predict; name a saved model`)
            return classified(modelPredictor(model))
          })
    if (json) terminal.print(JSON.stringify(found, null, 2))
    else
      for (const { output, example, top: guesses } of found) {
        if (found.length > 1) terminal.print(`${output}, example ${example + 1}`)
        for (const guess of guesses)
          terminal.print(
            guess.value.toFixed(4).padStart(8),
            `  ${guess.label ?? `class ${guess.class}`}`,
          )
      }
    return 0
  },
})
