import { availableParallelism } from 'node:os'

/**
 * Which tests run: those of `npm test`, the long ones (`*.long.test.ts`) of `npm run test:long`, or
 * all.
 */
const length = process.env.TEST_LENGTH ?? 'short'

/** @type {import('jest').Config} */
export default {
  roots: ['packages', 'examples', 'benchmarks', 'scripts'].map((folder) => `<rootDir>/${folder}`),
  testMatch: [`**/test/**/*${length === 'long' ? '.long' : ''}.test.{ts,mjs}`],
  testPathIgnorePatterns: ['/node_modules/', ...(length === 'short' ? ['\\.long\\.test\\.'] : [])],
  testEnvironment: '<rootDir>/scripts/lib/jest-environment.mjs',
  setupFiles: ['<rootDir>/scripts/lib/jest-setup.mjs'],
  cacheDirectory: '<rootDir>/.cache/jest',
  // By default jest leaves one core free, so on two cores it would run one test file at a time.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  // Node 20 never frees a module that ran in a VM, so a worker grows with every test file, to more
  // than two gigabytes; above this it is replaced by a new one.
  workerIdleMemoryLimit: '1GB',
  // Long enough for a slow or busy machine; a test that hangs still fails.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Tests run on the sources rather than the last build.
    '^@layersmith/(core|tfjs|backends|wasm-kernels|zoo|bench|draw|keras|onnx|compile)$':
      '<rootDir>/packages/$1/src/index.ts',
    '^@layersmith/wasm-kernels/threads$': '<rootDir>/packages/wasm-kernels/src/threads/index.ts',
    '^@layersmith/compile/runtime$': '<rootDir>/packages/compile/src/runtime/index.ts',
    '^layersmith$': '<rootDir>/packages/layersmith/src/index.ts',
    '^@layersmith/(example|benchmark)-shared$': '<rootDir>/$1s/shared/src/index.ts',
    '^@layersmith/benchmark-shared/page$': '<rootDir>/benchmarks/shared/src/page/index.ts',
  },
}
