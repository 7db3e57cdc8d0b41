// The whole public surface of @layersmith/draw.
export { type DrawOptions, type Drawable, type Formats, draw } from './draw/draw.js'
export type {
  DrawnCall,
  DrawnLayer,
  DrawnModel,
  DrawnTensor,
  DrawnWeight,
} from './picture/drawn-model.js'
export { type CurvesOptions, curves } from './curves/curves.js'
export type { Measured, Run } from './curves/series.js'
