// The only list of operators: a family is one file, and one line here.
import type { Operators } from '../call.js'
import { activations } from './activation.js'
import { arithmetic } from './arithmetic.js'
import { batchNorms } from './batch-norm.js'
import { clips } from './clip.js'
import { concats } from './concat.js'
import { constants } from './constant.js'
import { transposedConvolutions } from './conv-transpose.js'
import { convolutions } from './conv.js'
import { denses } from './dense.js'
import { dropouts } from './dropout.js'
import { globalPools } from './global-pool.js'
import { groupNorms } from './group-norm.js'
import { layerNorms } from './layer-norm.js'
import { borders } from './pad.js'
import { parts } from './parts.js'
import { pools } from './pool.js'
import { prelus } from './prelu.js'
import { reshapes } from './reshape.js'
import { resizes } from './resize.js'
import { softmaxes } from './softmax.js'

/** By their names in ONNX. */
export const operators: ReadonlyMap<string, Operators[string]> = new Map(
  [
    activations,
    arithmetic,
    batchNorms,
    borders,
    clips,
    concats,
    constants,
    convolutions,
    denses,
    dropouts,
    globalPools,
    groupNorms,
    layerNorms,
    parts,
    pools,
    prelus,
    reshapes,
    resizes,
    softmaxes,
    transposedConvolutions,
  ].flatMap((family) => Object.entries(family)),
)
