// Hand-written models for audit.
import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AuditOptions, type Finding, audit } from '@layersmith/tfjs'

export type Sym = tf.SymbolicTensor
export type Layer = tf.layers.Layer
export const on = (layer: Layer, ...x: Sym[]): Sym => layer.apply(x.length === 1 ? x[0]! : x) as Sym
export const input = (shape: number[], name: string): Sym => tf.input({ shape, name })
export const dense = (name: string, units = 2): Layer =>
  tf.layers.dense({ units, name, kernelInitializer: 'ones' })
export const bn = (options = {}): Layer =>
  tf.layers.batchNormalization({ name: 'bn', momentum: 0.5, ...options })
export const chain = (x: Sym, ...layers: Layer[]): Sym =>
  layers.reduce((v, layer) => on(layer, v), x)
/** A model that sends one input through layers, one after another. */
export const through = (shape: number[], ...layers: Layer[]): tf.LayersModel => {
  const x = input(shape, 'x')
  return tf.model({ inputs: x, outputs: chain(x, ...layers) })
}

/** What audit finds; it must make and free nothing, and find the same again. */
export const inspect = (model: Layer, options?: AuditOptions): readonly Finding[] => {
  const { numTensors, numDataBuffers } = tf.memory()
  const findings = audit(model, options)
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
  expect(audit(model, options)).toEqual(findings)
  return findings
}
/** What audit finds beside classes that a test has not registered, since it saves no model. */
export const unsaved = (model: Layer, options?: AuditOptions): readonly Finding[] =>
  inspect(model, options).filter(({ code }) => code !== 'unloadableClass')
/** The only finding; {@link unsaved}. */
export const only = (model: Layer): Finding => {
  const findings = unsaved(model)
  expect(findings).toHaveLength(1)
  return findings[0]!
}

/** What a model saves, its topology as it comes back from a file. */
export const artifactsOf = async (
  model: tf.LayersModel,
  config?: tf.io.SaveConfig,
): Promise<tf.io.ModelArtifacts> => {
  let artifacts: tf.io.ModelArtifacts = {}
  const handler = tf.io.withSaveHandler((a) => {
    artifacts = { ...a, modelTopology: JSON.parse(JSON.stringify(a.modelTopology)) as object }
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
    })
  })
  await model.save(handler, config)
  return artifacts
}
/** Saves in memory and loads, with plain TensorFlow.js or the given function. */
export const reloaded = async (
  model: tf.LayersModel,
  load: (handler: tf.io.IOHandler) => Promise<tf.LayersModel> = tf.loadLayersModel,
): Promise<tf.LayersModel> => load(tf.io.fromMemory(await artifactsOf(model)))

const variables = (): tf.Variable[] => Object.values(tf.engine().registeredVariables)
/** Tensors that TensorFlow.js itself has leaked in calls that threw. */
let lost = 0
/** Expects that `f` throws, or rejects, with this message. */
export const breaks = async (f: () => unknown, message: string): Promise<void> => {
  const before = tf.memory().numTensors - variables().length
  await expect(
    (async () => {
      await f()
    })(),
  ).rejects.toThrow(message)
  lost += tf.memory().numTensors - variables().length - before
}
/**
 * Runs `f`, frees the weights that it made, since TensorFlow.js does not if layers are shared or
 * untracked, and expects that nothing else is left.
 */
export const freed = async (f: () => unknown): Promise<void> => {
  const before = tf.memory().numTensors
  const known = new Set(variables())
  lost = 0
  await f()
  for (const v of variables()) if (!known.has(v)) v.dispose()
  expect(tf.memory().numTensors - before - lost).toBe(0)
}
export const values = (layer: Layer, x: tf.Tensor | tf.Tensor[], kwargs = {}): number[][] => {
  const outputs = [layer.apply(x, kwargs) as tf.Tensor | tf.Tensor[]].flat()
  const all = outputs.map((t) => Array.from(t.dataSync()))
  tf.dispose(outputs)
  return all
}
/** Two steps of plain gradient descent. */
export const train = async (model: tf.LayersModel, x: tf.Tensor, y: tf.Tensor): Promise<void> => {
  const optimizer = tf.train.sgd(0.01)
  model.compile({ optimizer, loss: 'meanSquaredError' })
  try {
    await model.fit(x, y, { epochs: 2, batchSize: 4, shuffle: false })
  } finally {
    optimizer.dispose()
  }
}
/** What a recurrent layer remembers; nothing in TensorFlow.js frees it. */
// private
export const statesOf = (layer: Layer): tf.Tensor[] =>
  (layer as unknown as { states_: tf.Tensor[] }).states_
