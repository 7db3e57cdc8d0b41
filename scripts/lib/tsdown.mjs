import { fileURLToPath } from 'node:url'

const common = (configUrl) => ({
  cwd: fileURLToPath(new URL('.', configUrl)),
  target: 'es2022',
  sourcemap: true,
  clean: true,
  // An import that cannot be resolved is only a warning otherwise, and the bundle breaks at its
  // first run.
  failOnWarn: true,
  inputOptions: { checks: { pluginTimings: false } },
})

/**
 * How every package of the workspace is built: ESM and CommonJS side by side, one output file per
 * source file, so that go-to-definition in a user's editor lands in the file of the kind it asks
 * about. The declarations come from the compiler itself, see declarations.mjs.
 */
export const packageConfig = (configUrl) => ({
  ...common(configUrl),
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  unbundle: true,
  // What a package imports it must depend on; without this a development dependency would be copied
  // into it.
  deps: { onlyBundle: [] },
  dts: false,
  // Jest's CommonJS has no import().
  outputOptions: (options, format) =>
    format === 'cjs' ? { ...options, dynamicImportInCjs: false } : options,
})

/**
 * A package for Node.js alone. Its CommonJS keeps `import()`, by which it reaches ES modules on
 * every Node.js that it supports.
 */
export const nodePackageConfig = (configUrl) => ({
  ...packageConfig(configUrl),
  platform: 'node',
  fixedExtension: false,
  outputOptions: (options) => options,
})

/**
 * A command: only run, so ESM alone, and a file of its own for each source, so that a command loads
 * no more than it needs.
 */
export const binConfig = (configUrl) => ({
  ...nodePackageConfig(configUrl),
  entry: ['src/main.ts'],
  format: ['esm'],
})

/**
 * An example is run: dist/main.js from src/main.ts, with every dependency left outside. What the
 * examples share is built alike, and what one has for another.
 */
export const exampleConfig = (configUrl, ...entries) => ({
  ...common(configUrl),
  entry: entries.length === 0 ? ['src/main.ts'] : entries,
  format: ['esm'],
  platform: 'node',
  fixedExtension: false,
  deps: { skipNodeModulesBundle: true },
  dts: false,
})
