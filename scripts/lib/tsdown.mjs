import { fileURLToPath } from 'node:url'

const common = (configUrl) => ({
  cwd: fileURLToPath(new URL('.', configUrl)),
  target: 'es2022',
  sourcemap: true,
  clean: true,
  // Otherwise an import that cannot be resolved is only a warning, and the bundle breaks when it
  // first runs.
  failOnWarn: true,
  inputOptions: { checks: { pluginTimings: false } },
})

/**
 * How every package of the workspace is built: ESM and CommonJS side by side, one output file per
 * source file, so that go-to-definition in a user's editor lands in the file of that kind. The
 * declarations come from the compiler itself, see declarations.mjs.
 */
export const packageConfig = (configUrl) => ({
  ...common(configUrl),
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  unbundle: true,
  // A package must depend on what it imports; without this, a development dependency would be
  // copied into it.
  deps: { onlyBundle: [] },
  dts: false,
  // Jest's CommonJS has no import().
  outputOptions: (options, format) =>
    format === 'cjs' ? { ...options, dynamicImportInCjs: false } : options,
})

/**
 * A package for Node.js alone. Its CommonJS keeps `import()`, so that it can load ES modules on
 * every Node.js that it supports.
 */
export const nodePackageConfig = (configUrl) => ({
  ...packageConfig(configUrl),
  platform: 'node',
  fixedExtension: false,
  outputOptions: (options) => options,
})

/**
 * A command is only run, so ESM is enough. Each source becomes a file of its own, so that a command
 * loads no more than it needs.
 */
export const binConfig = (configUrl) => ({
  ...nodePackageConfig(configUrl),
  entry: ['src/main.ts'],
  format: ['esm'],
})

/**
 * An example is run: dist/main.js from src/main.ts, with every dependency left outside. Code that
 * examples share, or that one has for another, is built alike.
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
