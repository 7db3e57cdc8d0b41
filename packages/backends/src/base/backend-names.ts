/**
 * Every backend this package knows, best first. `wasm` stands before `node`: with the training
 * kernels of this package it is the faster of the two on small nets, and it needs no native
 * package.
 */
export const backendNames = ['node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu'] as const

export type BackendName = (typeof backendNames)[number]
