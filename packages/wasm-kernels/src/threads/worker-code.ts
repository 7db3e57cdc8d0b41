import { layout } from './block-layout.js'

/**
 * What a worker runs. It is text because a separate file would get lost in a bundle, and a function
 * turned into text does not survive every minifier.
 *
 * A worker receives modules, the shared memory and the block of `layout`, reports that it is
 * ready, and takes parts of jobs until it is ended. It takes a part by replacing its claim, which
 * fails if another job has begun since before the job was read. So no thread computes with a
 * mixture of two jobs. pool.ts says which parts a thread takes first.
 */
export const workerCode = `
const layout = ${JSON.stringify(layout)}
const { job, parts, done, asleep, mainAsleep, failed, kernel, units, count, threads } = layout
const { claims, numbersBytes, numbers, textBytes, text } = layout
const ofNode = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort
const port = ofNode ?? self

const work = ({ modules, memory, names, block, patience, thread }) => {
  const made = modules.map((one) => new WebAssembly.Instance(one, { env: { memory } }).exports)
  const exports = Object.assign({}, ...made)
  const words = new Int32Array(block)
  const given = new Float64Array(block, numbersBytes, numbers)
  port.postMessage('ready')
  const take = (now, part, run, args, from, to) => {
    if (Atomics.compareExchange(words, claims + part, -now, now) !== -now) return
    try {
      run(...args, from, to, part, thread)
    } catch (error) {
      if (Atomics.exchange(words, failed, 1) === 0) {
        const characters = Array.from(String(error).slice(0, text), (one) => one.charCodeAt(0))
        new Uint16Array(block, textBytes).set([characters.length, ...characters])
      }
    }
    Atomics.add(words, done, 1)
    if (Atomics.load(words, mainAsleep) === 1) Atomics.notify(words, done)
  }
  for (;;) {
    const now = Atomics.load(words, job)
    if (now > 0) {
      const all = words[parts]
      const run = exports[names[words[kernel]]]
      const total = words[units]
      const args = given.slice(0, words[count])
      const start = (part) => Math.floor(part * total / all)
      const one = (part) => take(now, part, run, args, start(part), start(part + 1))
      const share = (n) => Math.min(all, Math.floor(n * all / words[threads]))
      for (let part = share(thread); part < share(thread + 1); part++) one(part)
      for (let part = all - 1; part >= 0 && Atomics.load(words, job) === now; part--) one(part)
    }
    for (let i = 0; i < patience && Atomics.load(words, job) === now; i++);
    Atomics.add(words, asleep, 1)
    Atomics.wait(words, job, now)
    Atomics.sub(words, asleep, 1)
  }
}
if (ofNode) ofNode.once('message', work)
else self.onmessage = ({ data }) => work(data)
`
