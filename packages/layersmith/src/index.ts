// The door: everything a user needs, from one package.
export * from '@layersmith/core'
export * from '@layersmith/tfjs'
// both have one: that of tfjs also takes layers of TensorFlow.js
export { shared } from '@layersmith/tfjs'
