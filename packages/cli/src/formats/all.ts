// All formats; where several match a path, the first one counts.
export { keras } from './keras.js'
export { modelJson } from './model-json.js'
export { moduleFile } from './module.js'
export { netJson } from './net-json.js'
