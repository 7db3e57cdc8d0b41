import { expect, test } from '@jest/globals'
import { UsageError } from '@layersmith/example-shared'
import { defaults, parseOptions, usage } from '../src/options.js'
import { work } from '../src/worker.js'

test('without options, everything is measured on every backend that starts', () => {
  expect(parseOptions([])).toEqual({
    backends: undefined,
    nets: ['lenet', 'vgg', 'resnet20', 'mobilenetv2'],
    ...defaults,
    out: undefined,
    help: false,
  })
})

test('lists are separated by commas, and duplicates are dropped', () => {
  const options = parseOptions([
    '--backend',
    'wasm, cpu,wasm',
    '--net=vgg',
    '--batch',
    '1,8',
    '--seconds',
    '0.5',
    '--seed',
    '0',
    '--python',
    'none',
    '--out',
    'x',
  ])
  expect(options).toMatchObject({
    backends: ['wasm', 'cpu'],
    nets: ['vgg'],
    batches: [1, 8],
    seconds: 0.5,
    seed: 0,
    python: null,
    out: 'x',
  })
})

test.each([
  [
    '--backend',
    'cuda',
    '--backend: expected one of node-gpu, webgpu, wasm, node, webgl, cpu, got "cuda"',
  ],
  [
    '--net',
    'lenet,alexnet',
    '--net: expected one of lenet, vgg, resnet20, mobilenetv2, got "alexnet"',
  ],
  ['--batch', '0', '--batch: expected a whole number of at least 1, got "0"'],
  ['--batch', '', '--batch: expected a whole number of at least 1, got ""'],
  ['--seconds', '-1', '--seconds: expected a number above 0, got "-1"'],
  ['--seconds', 'Infinity', '--seconds: expected a number above 0, got "Infinity"'],
  ['--seed', '1.5', '--seed: expected a whole number of at least 0, got "1.5"'],
])('%s %s is refused, and the error says what was expected', (option, value, message) => {
  expect(() => parseOptions([`${option}=${value}`])).toThrow(new UsageError(message))
})

test('unknown options are refused, and the help lists all others', () => {
  expect(() => parseOptions(['--backends', 'wasm'])).toThrow(UsageError)
  for (const option of ['backend', 'net', 'batch', 'seconds', 'seed', 'python', 'out', 'help'])
    expect(usage).toContain(`--${option}`)
  expect(parseOptions(['--help']).help).toBe(true)
})

test('a missing backend is refused with the reason, and nothing is thrown', async () => {
  const options = parseOptions(['--python', 'none'])
  const answer = await work({ backend: 'webgl', options }, () => undefined)
  expect(answer).toEqual({
    kind: 'refused',
    reason: expect.stringContaining('In Node.js, use webgpu or node-gpu for a GPU'),
  })
})
