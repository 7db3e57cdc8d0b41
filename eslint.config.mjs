// The one rule that oxlint does not know yet; .oxlintrc.json has all others.
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/out/**'] },
  {
    files: ['packages/*/src/**/*.ts', 'examples/*/src/**/*.ts', 'benchmarks/*/src/**/*.ts'],
    languageOptions: {
      parser: ts.parser,
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': ts.plugin },
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'error' },
  },
)
