// The door: everything that a user needs, from one package.
export * from '@layersmith/core'
export * from '@layersmith/tfjs'
// both packages have one; the one from tfjs also takes TensorFlow.js layers
export { shared } from '@layersmith/tfjs'
