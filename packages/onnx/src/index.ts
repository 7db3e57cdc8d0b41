// The whole public surface of @layersmith/onnx.
export type { Beside, Source } from './base/source.js'
