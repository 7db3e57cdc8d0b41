import { layout } from './block-layout.js'

/**
 * What a worker runs. It is text because a separate file would get lost in a bundle, and a function
 * turned into text does not survive every minifier.
 *
 * A worker receives modules, the shared memory and the block of `layout`, reports that it is
 * ready, and takes parts of jobs until it is ended. It takes a part by advancing the ticket, which
 * fails if the ticket has changed since before the job was read. So no thread computes with a
 * mixture of two jobs.
 */
export const workerCode = `
const layout = ${JSON.stringify(layout)}
const { ticket, parts, done, asleep, mainAsleep, failed, kernel, units, count, none } = layout
const { numbersBytes, numbers, textBytes, text } = layout
const ofNode = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort
const port = ofNode ?? self

const work = ({ modules, memory, names, block, patience, thread }) => {
  const made = modules.map((one) => new WebAssembly.Instance(one, { env: { memory } }).exports)
  const exports = Object.assign({}, ...made)
  const words = new Int32Array(block)
  const given = new Float64Array(block, numbersBytes, numbers)
  port.postMessage('ready')
  for (;;) {
    const now = Atomics.load(words, ticket)
    const part = now & none
    const all = words[parts]
    if (part >= all) {
      for (let i = 0; i < patience && Atomics.load(words, ticket) === now; i++);
      Atomics.add(words, asleep, 1)
      Atomics.wait(words, ticket, now)
      Atomics.sub(words, asleep, 1)
      continue
    }
    const run = exports[names[words[kernel]]]
    const total = words[units]
    const args = given.slice(0, words[count])
    if (Atomics.compareExchange(words, ticket, now, now + 1) !== now) continue
    try {
      const [from, to] = [Math.floor(part * total / all), Math.floor((part + 1) * total / all)]
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
}
if (ofNode) ofNode.once('message', work)
else self.onmessage = ({ data }) => work(data)
`
