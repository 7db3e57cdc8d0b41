// A failure in a worker must be reported and never make a job wait forever.
import { afterEach, expect, jest, test } from '@jest/globals'
import { Pool, type Kernel } from '../../src/threads/pool.js'

/**
 * (module
 *   (import "env" "memory" (memory 1 1 shared))
 *   (func (export "trap") unreachable)
 *   (func (export "hang") (loop (br 0))))
 */
const module = new WebAssembly.Module(
  new Uint8Array([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    1,
    4,
    1,
    0x60,
    0,
    0,
    2,
    16,
    1,
    3,
    ...Buffer.from('env'),
    6,
    ...Buffer.from('memory'),
    2,
    3,
    1,
    1,
    3,
    3,
    2,
    0,
    0,
    7,
    15,
    2,
    4,
    ...Buffer.from('trap'),
    0,
    0,
    4,
    ...Buffer.from('hang'),
    0,
    1,
    10,
    13,
    2,
    3,
    0,
    0,
    11,
    7,
    0,
    3,
    0x40,
    12,
    0,
    11,
    11,
  ]),
)
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })

const words = { owner: 'the tests', remedy: 'Start again' }

let pool: Pool
afterEach(() => pool.close())

const open = async (trap: Kernel, threads = 2): Promise<Pool> => {
  pool = new Pool({ modules: [module], memory, kernels: { trap }, ...words })
  await pool.resize(threads)
  return pool
}

/** Takes long enough for a worker to take a part. */
const slowly = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)

test('an error in a worker is thrown here, once', async () => {
  await open(slowly)
  expect(() => pool.run('trap', 2, [])).toThrow(
    'A thread of the tests failed in trap: RuntimeError: unreachable',
  )
  await pool.resize(1)
  expect(() => pool.run('trap', 1, [])).not.toThrow()
})

test('so is an error in this thread, after the others are done', async () => {
  const thrown = { here: 0 }
  await open(() => {
    thrown.here++
    throw new RangeError('mine')
  })
  // on a busy machine, the worker may take all parts of a job before this thread takes one
  const errors: unknown[] = []
  while (thrown.here === 0 && errors.length < 100)
    try {
      pool.run('trap', 8, [])
    } catch (error) {
      errors.push(error)
    }
  expect(thrown.here).toBe(1)
  expect(errors.at(-1)).toEqual(new RangeError('mine'))
})

test('this thread alone computes every unit once, in order', async () => {
  const taken: (readonly number[])[] = []
  await open((...args) => taken.push(args), 1)
  pool.run('trap', 7, [5])
  expect(taken).toEqual([
    [5, 0, 3, 0, 0],
    [5, 3, 7, 1, 0],
  ])
})

test('resize rejects if workers cannot start, and the number of threads stays', async () => {
  pool = new Pool({
    modules: [module],
    memory: new WebAssembly.Memory({ initial: 1 }),
    kernels: { trap: () => undefined },
    ...words,
  })
  await expect(pool.resize(3)).rejects.toThrow(/could not be cloned/)
  expect(pool.threads).toBe(1)
})

test('a worker that ends by itself is reported at the next job', async () => {
  const threads = process.getBuiltinModule('node:worker_threads')
  const { Worker } = threads
  const started: InstanceType<typeof Worker>[] = []
  threads.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given)
      started.push(this)
    }
  }
  try {
    await open(() => undefined)
  } finally {
    threads.Worker = Worker
  }
  await started[0]!.terminate()
  expect(() => pool.run('trap', 2, [])).toThrow(
    'A thread of the tests ended: it ended with 1. Start again',
  )
})

test('a worker that does not finish is an error also where the clock stands still', async () => {
  pool = new Pool({ modules: [module], memory, kernels: { hang: slowly }, deadline: 300, ...words })
  await pool.resize(2)
  const clock = jest.spyOn(performance, 'now').mockReturnValue(1)
  try {
    expect(() => pool.run('hang', 2, [])).toThrow(/not done within 0\.3 s/)
  } finally {
    clock.mockRestore()
  }
})

test('a worker that does not finish fails this job and all later ones', async () => {
  pool = new Pool({ modules: [module], memory, kernels: { hang: slowly }, deadline: 300, ...words })
  await pool.resize(2)
  expect(() => pool.run('hang', 2, [])).toThrow(/not done within 0\.3 s/)
  expect(() => pool.run('hang', 2, [])).toThrow(/not done within 0\.3 s/)
})

test('a kernel that the module lacks is an error', async () => {
  await open(() => undefined)
  expect(() => pool.run('other', 2, [])).toThrow('There is no kernel other')
})

test('a thread takes its own share first, then what others left from the end', async () => {
  const taken: (number | undefined)[] = []
  const hang: Kernel = (...args) => {
    taken.push(args[2])
    slowly()
  }
  pool = new Pool({ modules: [module], memory, kernels: { hang }, deadline: 300, ...words })
  await pool.resize(2)
  // the worker stays in its first part, which is the third of four
  expect(() => pool.run('hang', 8, [])).toThrow(/not done within 0\.3 s/)
  expect(taken).toEqual([0, 1, 3])
})

test('a worker takes nothing of a job that failed before it started', async () => {
  let fails = true
  const trap: Kernel = () => {
    if (fails) throw new RangeError('mine')
  }
  await open(trap, 1)
  expect(() => pool.run('trap', 2, [])).toThrow('mine')
  fails = false
  await pool.resize(2)
  // the parts that were left would trap in the worker
  expect(() => pool.run('trap', 1, [])).not.toThrow()
})
