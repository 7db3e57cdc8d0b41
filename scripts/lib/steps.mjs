// The steps of `npm test`: what each does, how long it usually takes and how long it took.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, root } from './run.mjs'
import { inPairs } from './pairs.mjs'

/** Seconds on two quiet cores after a fresh clone; this machine's own last runs count for more. */
const committed = JSON.parse(readFileSync(at('scripts', 'lib', 'usual-seconds.json'), 'utf8'))
const record = at('.cache', 'steps.json')
const kept = 5
const silence = 20_000

const recorded = () => (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {})
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const usual = (name) => median(recorded()[name] ?? [committed[name]])

function remember(name, took) {
  const past = recorded()
  past[name] = [...(past[name] ?? []), Math.round(took * 10) / 10].slice(-kept)
  mkdirSync(path.dirname(record), { recursive: true })
  writeFileSync(record, JSON.stringify(past, null, 2))
}

const seconds = (number) => `${number.toFixed(number < 10 ? 1 : 0)} s`
const elapsed = (since) => (performance.now() - since) / 1000

const running = new Map()
const done = []
const start = performance.now()
let lastWord = start

function say(text) {
  lastWord = performance.now()
  process.stdout.write(text)
}

setInterval(() => {
  if (running.size === 0 || performance.now() - lastWord < silence) return
  const each = [...running].map(
    ([name, since]) => `${name} ${seconds(elapsed(since))} of usually ${seconds(usual(name))}`,
  )
  say(`   ... ${each.join(', ')}\n`)
}, 1000).unref()

/** Runs a script and shows its output: as it comes if `live`, otherwise in one piece at the end. */
function step({ name, does, file, args = [], env = {} }, live) {
  const before = usual(name)
  say(`${live ? '\n' : ''}== ${name}: ${does}, usually about ${seconds(before)}\n`)
  const since = performance.now()
  running.set(name, since)
  const child = spawn(process.execPath, [at(file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const output = []
  const hear = (chunk) => (live ? say(chunk) : output.push(chunk))
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      running.delete(name)
      const took = elapsed(since)
      const text = Buffer.concat(output)
      const end = code === 0 ? `done in ${seconds(took)}` : `failed after ${seconds(took)}`
      if (!live) say(`\n== ${name}: ${end}\n${text}\n`)
      if (code !== 0) return reject(new Failed(`${name} ended with ${code ?? signal}`, code ?? 1))
      done.push([name, seconds(before), seconds(took)])
      remember(name, took)
      resolve()
    })
  })
}

/** One after another. For steps that use the whole machine. */
export async function inTurn(...steps) {
  for (const one of steps) await step(one, true)
}

/** Two at a time, the longest first. For steps that keep one core busy. */
export const sideBySide = (...steps) =>
  inPairs(steps.sort((a, b) => usual(b.name) - usual(a.name)).map((one) => () => step(one, false)))

/**
 * Two lanes at a time, each of which runs its steps in turn; a lane that is finished then takes
 * steps from `rest`, the longest first. After a failure no step starts.
 */
export async function inLanes(lanes, rest) {
  const queue = rest.sort((a, b) => usual(b.name) - usual(a.name))
  let failed = false
  const drive = async (own) => {
    for (;;) {
      const next = failed ? undefined : (own.shift() ?? queue.shift())
      if (next === undefined) return
      try {
        await step(next, false)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(lanes.map(drive))
  for (const { status, reason } of ends) if (status === 'rejected') throw reason
}

/** The steps so far, with their usual and actual times. */
export function table() {
  const rows = [['', 'usually', 'now'], ...done, ['all', '', seconds(elapsed(start))]]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows
    .map(([name, ...times]) => name.padEnd(width) + times.map((t) => t.padStart(9)).join(''))
    .join('\n')
}
