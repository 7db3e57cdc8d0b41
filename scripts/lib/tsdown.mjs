import { fileURLToPath } from 'node:url'

const common = (configUrl) => ({
  cwd: fileURLToPath(new URL('.', configUrl)),
  target: 'es2022',
  sourcemap: true,
  clean: true,
  // An import that cannot be resolved is only a warning otherwise, and the bundle breaks at its first run.
  failOnWarn: true,
  inputOptions: { checks: { pluginTimings: false } },
})

/**
 * How every package of the workspace is built: ESM and CommonJS beside each other, one output file per source file,
 * so that go-to-definition in a user's editor lands in the file of the kind it asks about.
 */
export const packageConfig = (configUrl) => ({
  ...common(configUrl),
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  unbundle: true,
  dts: { sourcemap: true },
})

/** An example is only run, never imported: one ESM file from src/main.ts, everything it imports stays outside. */
export const exampleConfig = (configUrl) => ({
  ...common(configUrl),
  entry: ['src/main.ts'],
  format: ['esm'],
  platform: 'node',
  dts: false,
})
