import { availableParallelism } from 'node:os'

/** @type {import('jest').Config} */
export default {
  roots: ['packages', 'examples', 'benchmarks', 'scripts'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/test/**/*.test.{ts,mjs}'],
  testEnvironment: '<rootDir>/scripts/lib/jest-environment.mjs',
  setupFiles: ['<rootDir>/scripts/lib/jest-setup.mjs'],
  cacheDirectory: '<rootDir>/.cache/jest',
  // Jest leaves one core free by default, which on a machine of two means one test file at a time.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  // A test that hangs is to fail; one on a slow or busy machine is not.
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
    // Tests run on the sources, not on the last build.
    '^@layersmith/(core|tfjs|backends|wasm-kernels)$': '<rootDir>/packages/$1/src/index.ts',
    '^layersmith$': '<rootDir>/packages/layersmith/src/index.ts',
    '^@layersmith/(example|benchmark)-shared$': '<rootDir>/$1s/shared/src/index.ts',
  },
}
