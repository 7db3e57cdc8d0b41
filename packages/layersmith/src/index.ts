// The door: everything a user needs, from one package.
export * from '@layersmith/core'
export * from '@layersmith/tfjs'
