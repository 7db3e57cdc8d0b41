// Runs the numerical tests again on the threaded build of TensorFlow.js's wasm backend.
// @layersmith/wasm-kernels tests the gradients of convolutions and pooling on several threads.
process.env['TEST_THREADS'] = '3'
await import('../numerical/kernels.test.js')
await import('../numerical/layers.test.js')
await import('../numerical/training.test.js')
// TypeScript allows top-level await only in modules.
export {}
