// The numerical tests once more on the build of TensorFlow.js's wasm backend that threads share.
// The gradients of convolutions and pooling on several threads are tests of
// @layersmith/wasm-kernels.
process.env['TEST_THREADS'] = '3'
await import('../numerical/kernels.test.js')
await import('../numerical/layers.test.js')
await import('../numerical/training.test.js')
// TypeScript lets modules alone wait.
export {}
