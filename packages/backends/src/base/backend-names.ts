/**
 * Every backend that this package knows, best first. `wasm` comes before `node`: with this
 * package's training kernels it is the faster of the two on small nets, and it needs no native
 * package.
 */
export const backendNames = ['node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu'] as const

/** The name of a backend, as `startBackend` takes it. */
export type BackendName = (typeof backendNames)[number]
