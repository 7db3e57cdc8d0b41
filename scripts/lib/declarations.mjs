// The declarations of a package. The compiler writes them, because a bundler of declarations does
// not follow `declare module './block.js'`, with which each kind adds its method to the type of a
// block. The native compiler does in a second what takes TypeScript 6 half a minute. CommonJS gets
// a copy of each, which refers to the other CommonJS files.
import { readFileSync, writeFileSync } from 'node:fs'
import { compilers } from './typescript.mjs'
import { at, node } from './run.mjs'
import { files } from './workspace.mjs'

const { tsc, flags } = compilers.find(({ version }) => version === '7.0')

/** `from './x.js'`, `import('./x.js')`, `import './x.js'` and `declare module './x.js'`. */
const relative = /\b(from |import\(|import |declare module )(['"])(\.{1,2}\/[^'"]*)\.js\2/g

export async function declarations(folder) {
  const emit = ['--noEmit', 'false', '--emitDeclarationOnly', '--outDir', 'dist']
  await node(tsc, ['-p', 'tsconfig.build.json', '--pretty', 'false', ...flags, ...emit], {
    cwd: at(folder),
    capture: true,
  })
  for (const file of files(at(folder, 'dist')).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(file, 'utf8').replace(relative, '$1$2$3.cjs$2')
    const cjs = file.replace(/\.d\.ts$/, '.d.cts')
    // the copy has the same lines, so it shares the map
    writeFileSync(cjs, text)
  }
}
