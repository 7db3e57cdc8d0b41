/**
 * The folders of each package's sources, from the ground to the door. A file may import from its
 * own folder and from those before it; the door, `index.ts`, may import from all. `npm run imports`
 * checks this, and that each root contains these folders and the door and no other source.
 */
export const layers = {
  'packages/core/src': [
    'base',
    'shape',
    'types',
    'config',
    'kinds',
    'tf-form',
    'ast',
    'composites',
    'check',
    'plan',
    'json',
    'source',
    'dsl',
  ],
  'packages/tfjs/src': [
    'base',
    'topology',
    'tf',
    'dropped',
    'keras',
    'mends',
    'build',
    'weights',
    'layer',
    'model',
    'files',
    'inspect',
    'audit',
    'import',
    'training',
  ],
  'packages/backends/src': [
    'base',
    'kernels',
    'verify',
    'start',
    'tfjs-backends',
    'choose',
    'describe',
  ],
  'packages/wasm-kernels/src': [
    'base',
    'module',
    'threads',
    'link',
    'kernels',
    'registry',
    'training',
    'install',
  ],
  'packages/wasm-kernels/assembly': ['base', 'matrices', 'kernels'],
}
