// What is in the models that we write: names, metadata, sizes, where they are transposed. That they
// compute what we do is for `npm run test:onnx`, with ONNX Runtime.
import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'
import { fromBinary } from '@bufbuild/protobuf'
import { type ModelProto, ModelProtoSchema } from 'onnx-buf'
import {
  type AnyDescription,
  block,
  branch,
  custom,
  input,
  inputs,
  residual,
  tie,
} from '@layersmith/core'
import { toModel, weightsOf } from '@layersmith/tfjs'
import { type ExportNote, type ToOnnxOptions, toOnnx } from '@layersmith/onnx'

const parsed = (bytes: Uint8Array): ModelProto => fromBinary(ModelProtoSchema, bytes)

/** A net as a model of ONNX. */
const exported = async (net: AnyDescription, options: ToOnnxOptions = {}): Promise<ModelProto> => {
  const before = tf.memory().numTensors
  const built = toModel(net, { seed: 1 })
  try {
    return parsed(await toOnnx(built, options))
  } finally {
    built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  }
}
const operators = ({ graph }: ModelProto): string[] => graph!.node.map(({ opType }) => opType)
const count = (model: ModelProto, operator: string): number =>
  operators(model).filter((one) => one === operator).length
const ports = (all: NonNullable<ModelProto['graph']>['input']) =>
  all.map(({ name, type }) => {
    const { value } = type!.value as { value: { shape: { dim: { value: { value?: unknown } }[] } } }
    const dims = value.shape.dim.map(({ value: size }) =>
      typeof size.value === 'bigint' ? Number(size.value) : (size.value ?? null),
    )
    return [name, ...dims]
  })

const stem = block().conv(4, 3, { padding: 'same', stride: 2 }).bn().relu()
const classifier = input([16, 16, 3])
  .pipe(stem)
  .tap('c1')
  .pipe(residual(block().conv(4, 3, { padding: 'same' }).bn().relu().dropout(0.5)))
  .pipe(branch(block().conv(2, 1), block().pool(3, { stride: 1, padding: 'same' })).concat())
  .pool(2)
  .flatten()
  .relu()
  .dense(10, { activation: 'softmax' })

describe('a model of ONNX', () => {
  it('says what wrote it, and nothing that changes', async () => {
    const built = toModel(classifier, { seed: 1 })
    const [bytes, again] = [await toOnnx(built), await toOnnx(built)]
    built.dispose()
    expect(Buffer.compare(bytes, again)).toBe(0)
    const model = parsed(bytes)
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string }
    expect(model.irVersion).toBe(8n)
    expect(model.opsetImport.map(({ domain, version: v }) => [domain, v])).toEqual([['', 17n]])
    expect([model.producerName, model.producerVersion]).toEqual(['layersmith', version])
    expect([model.docString, model.graph!.docString, model.metadataProps]).toEqual(['', '', []])
    expect(model.graph!.name).toBe('model')
  })

  it('has the names of the plan, and of the weights', async () => {
    const model = await exported(classifier, { taps: true, name: 'digits' })
    const { graph } = model
    expect(graph!.name).toBe('digits')
    expect(ports(graph!.input)).toEqual([['input', 'batch', 16, 16, 3]])
    expect(ports(graph!.output)).toEqual([
      ['output', 'batch', 10],
      ['c1', 'batch', 8, 8, 4],
    ])
    const built = toModel(classifier, { seed: 1 })
    const names = graph!.initializer.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(Object.keys(weightsOf(built))))
    built.dispose()
    expect(graph!.node.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['conv1', 'bn1', 'relu1', 'residual1.conv1', 'branch1.1.conv1']),
    )
    expect(new Set(graph!.node.map(({ name }) => name)).size).toBe(graph!.node.length)
  })

  it('is transposed at its border alone', async () => {
    expect(count(await exported(classifier), 'Transpose')).toBe(1)
    expect(count(await exported(classifier, { taps: true }), 'Transpose')).toBe(2)
    const first = await exported(classifier, { taps: true, layout: 'nchw' })
    expect(count(first, 'Transpose')).toBe(0)
    expect(ports(first.graph!.input)).toEqual([['input', 'batch', 3, 16, 16]])
    expect(ports(first.graph!.output)).toEqual([
      ['output', 'batch', 10],
      ['c1', 'batch', 4, 8, 8],
    ])
    const oneChannel = await exported(input([8, 8, 1]).conv(2, 3).globalPool())
    expect(operators(oneChannel)).toEqual(['Reshape', 'Conv', 'GlobalAveragePool', 'Flatten'])
  })

  it('pads with -0 before a pool, or ONNX Runtime would pad as the pool does', async () => {
    const zeros = async (net: AnyDescription): Promise<readonly (number | undefined)[]> => {
      const { graph } = await exported(net)
      return graph!.node
        .filter(({ opType }) => opType === 'Pad')
        .map(({ input: [, , zero] }) => {
          const constant = graph!.initializer.find(({ name }) => name === zero)
          return constant && new DataView(constant.rawData.slice().buffer).getFloat32(0, true)
        })
    }
    const image = input([9, 9, 3])
    expect(await zeros(image.pad(1).pool(3))).toEqual([-0])
    expect(await zeros(image.conv(4, 1).pad(1).pool(3, { kind: 'average' }))).toEqual([-0])
    // which becomes the margin of the convolution
    expect(await zeros(image.pad(1).conv(4, 3))).toEqual([undefined])
    expect(await zeros(image.conv(4, 1).pad(1).conv(4, 3).pool(2))).toEqual([undefined])
  })

  it('keeps sizes open that the net leaves open', async () => {
    const net = input([null, null, 3]).conv(4, 3, { stride: 2, padding: 'same' }).groupNorm(2)
    const { graph } = await exported(net)
    expect(ports(graph!.input)).toEqual([['input', 'batch', 'input_size1', 'input_size2', 3]])
    expect(ports(graph!.output)).toEqual([['output', 'batch', null, null, 4]])
    const conv = graph!.node.find(({ opType }) => opType === 'Conv')!
    const padding = conv.attribute.find(({ name }) => name === 'auto_pad')!
    expect(new TextDecoder().decode(padding.s)).toBe('SAME_UPPER')
  })

  it('has tied weights once', async () => {
    const arm = tie(input([8, 8, 1]).conv(4, 3).globalPool())
    const net = inputs({ a: [8, 8, 1], b: [8, 8, 1] })
      .each(arm)
      .merge('subtract')
    const model = await exported(net)
    expect(count(model, 'Conv')).toBe(2)
    expect(model.graph!.initializer.filter(({ name }) => name.endsWith('/kernel')).length).toBe(1)
  })

  it('has the input as an output, and one value as several', async () => {
    const model = await exported(
      input([4]).outputs({ same: block(), relu: block().relu().tap('t') }),
      {
        taps: true,
      },
    )
    expect(model.graph!.output.map(({ name }) => name)).toEqual(['same', 'relu', 't'])
    expect(operators(model)).toEqual(['Relu', 'Identity', 'Identity'])
  })

  it('takes a net with its weights', async () => {
    const net = input([3]).dense(2)
    const weights = {
      'dense1/kernel': [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      'dense1/bias': [7, 8],
    }
    const { graph } = parsed(await toOnnx({ net, weights }))
    const [kernel, bias] = graph!.initializer.map(({ rawData }) => [
      ...new Float32Array(Uint8Array.from(rawData).buffer),
    ])
    expect([kernel, bias]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8],
    ])
  })
})

describe('what is left out or refused', () => {
  it('is in the report: layers of the training', async () => {
    const reports: (readonly ExportNote[])[] = []
    await exported(classifier, { report: (notes) => reports.push(notes) })
    expect(reports).toEqual([
      [{ path: 'residual1.dropout1', text: 'works only in training, and is left out' }],
    ])
  })

  it('is named with path and kind, all at once', async () => {
    const own = custom('mine', () => tf.layers.dense({ units: 3 }))
    const net = input([5, 4])
      .masking()
      .lstm(3, { activation: 'swish' as never })
      .pipe(own)
    await expect(exported(net)).rejects.toThrow(
      'toOnnx: masking1 (masking): ONNX has no masks; leave masking out, or predict with ' +
        'sequences in full\n' +
        'lstm1 (lstm): ONNX has no recurrent layer with the activation swish; choose one of elu',
    )
    await expect(exported(net)).rejects.toThrow(
      /\nmine1 \(custom\): ONNX has no layers of your own/,
    )
    const dynamic = input([null, null, 3]).centerCrop(4, 4)
    await expect(exported(dynamic)).rejects.toThrow('centerCrop1 (centerCrop): ONNX has no way')
    const small = input([null, 8, 3]).pool(2, { stride: 3, padding: 'same' })
    await expect(exported(small)).rejects.toThrow('pool1 (pool): ONNX has no pool with the padding')
  })

  it('is what a file cannot hold', async () => {
    const built = toModel(input([4]).dense(3))
    const layer = built.model.getLayer('dense1')
    // a kernel of 2.4 GB, which is never read
    const kernel = {
      originalName: 'dense1/kernel',
      shape: [100_000, 6000],
      read: () => {
        throw new Error('read')
      },
    }
    const model = { name: 'model', getLayer: () => ({ weights: [kernel, layer.weights[1]] }) }
    await expect(toOnnx({ model: model as never, plan: built.plan })).rejects.toThrow(
      'toOnnx: the weights take 2.2 GB, and a file of ONNX holds less than 2 GB',
    )
    built.dispose()
  })

  it('is anything but a net, and unknown options', async () => {
    for (const wrong of [null, 3, 'net', {}, input([3]).dense(2)])
      await expect(toOnnx(wrong as never)).rejects.toThrow('toOnnx: needs what toModel made')
    const built = toModel(input([4]).dense(3))
    for (const [options, message] of [
      [{ opset: 18 }, 'toOnnx: the option opset is not known'],
      [{ layout: 'chw' }, "toOnnx: layout must be 'nhwc' or 'nchw'"],
      [{ taps: 1 }, 'toOnnx: taps must be true or false'],
      [{ name: 1 }, 'toOnnx: name must be a string'],
      [{ report: 1 }, 'toOnnx: report must be a function'],
      [null, 'toOnnx: the options must be an object'],
    ] as const)
      await expect(toOnnx(built, options as never)).rejects.toThrow(message)
    built.dispose()
  })
})
