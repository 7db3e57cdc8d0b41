import js from '@eslint/js'
import stylistic from '@stylistic/eslint-plugin'
import ts from 'typescript-eslint'

const nodeGlobals = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'performance', 'setTimeout', 'clearTimeout', 'fetch'].map(
    (name) => [name, 'readonly'],
  ),
)

const fpTs = {
  // `fp-ts/Either` type-checks and then dies in Node: ESM has no directory imports. The whole
  // library at once is slow.
  regex: '^fp-ts(?!/lib/[A-Za-z]+\\.js$)',
  message: "Import 'fp-ts/lib/Either.js', with lib and .js.",
}
const foreignSource = {
  regex:
    '^(@layersmith/[^/]+|layersmith)/.+|^(\\.\\./)+(packages|core|tfjs|backends|wasm-kernels|layersmith)/',
  message: 'Another package is imported by its name, never by a path into it.',
}

/** Over the limit since they are formatted; each goes from this list in the change that splits it. */
const toBeSplit = [
  'packages/core/src/{definition,expand}.ts',
  'packages/core/src/serial/{read,source}.ts',
  'packages/core/src/shape/window.ts',
  'packages/tfjs/src/graph.ts',
  'packages/tfjs/src/import/{nest,pieces}.ts',
  'packages/wasm-kernels/assembly/{direct-convolution,outer-products}.ts',
  'packages/wasm-kernels/src/kernels/direct.ts',
]

export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.cache/**',
      '**/out/**',
      '**/tsdown.config.ts',
      // mistakes on purpose, checked by tstyche and scripts/types-matrix.mjs
      '**/test-types/**',
      'budgets/types/nets/**',
      // made by scripts/wasm.mjs
      'packages/wasm-kernels/src/module/binary.js',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    // Counted over formatted code, so that dense lines save nothing.
    ignores: ['**/test/**', 'packages/core/src/shape/digits.ts', ...toBeSplit],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  {
    // What prettier cannot break: strings, regular expressions, comments.
    ignores: ['**/test/**'],
    plugins: { '@stylistic': stylistic },
    rules: { '@stylistic/max-len': ['error', { code: 100, ignoreUrls: true }] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-restricted-imports': ['error', { patterns: [fpTs, foreignSource] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      // `() => call()` is how a callback is written here, also where the call returns nothing.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // At type level {} is what an intersection begins with.
      '@typescript-eslint/no-empty-object-type': ['error', { allowObjectTypes: 'always' }],
      // Type parameters that occur once are how a method infers its block from `this`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Written out where it says what a rule merges or holds.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
    },
  },
  {
    // AssemblyScript: its number types are all one to TypeScript, so rules that ask for types take
    // every cast for needless.
    files: ['packages/wasm-kernels/assembly/**'],
    extends: [ts.configs.disableTypeChecked],
  },
  {
    // Callers may lie to the compiler (any, casts, JSON), so the run time tests what the types
    // already promise.
    files: ['packages/*/src/**'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // A method is handed over as the frame above which a stack trace begins, never to be called.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // The description knows neither TensorFlow.js nor the place it runs in.
    files: ['packages/core/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            fpTs,
            foreignSource,
            {
              regex: '^(@tensorflow/|@layersmith/|layersmith$|node:)',
              message: 'core depends on fp-ts only.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'require',
        'module',
        '__dirname',
        '__filename',
      ],
    },
  },
  {
    // Tests go around the types on purpose, to see that the run time holds.
    files: ['**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
