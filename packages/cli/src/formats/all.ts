// All formats; if several match a path, the first one counts.
import { compiled } from './compiled.js'
import type { Format } from './format.js'
import { keras } from './keras.js'
import { modelJson } from './model-json.js'
import { moduleFile } from './module.js'
import { netJson } from './net-json.js'
import { onnx } from './onnx.js'

/** A model.json is one of TensorFlow.js, so that format comes before that of nets. */
export const formats: readonly Format[] = [keras, onnx, compiled, modelJson, moduleFile, netJson]
