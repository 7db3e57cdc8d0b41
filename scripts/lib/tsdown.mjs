import { fileURLToPath } from 'node:url'

/**
 * How every package of the workspace is built: ESM and CommonJS beside each other, one output file per source file,
 * so that go-to-definition in a user's editor lands in the file of the kind it asks about.
 */
export function packageConfig(configUrl) {
  return {
    cwd: fileURLToPath(new URL('.', configUrl)),
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    tsconfig: 'tsconfig.build.json',
    unbundle: true,
    sourcemap: true,
    dts: { sourcemap: true },
    clean: true,
    failOnWarn: true,
  }
}
