// How the cost of a description grows: nets of 1,000 and of 10,000 layers, measured in turns;
// prints medians. Linear growth means a ratio of about 10. Run it after a build, with
// `node benchmarks/plan/measure.mjs [runs]`. It asserts nothing.
import {
  block,
  fromJSON,
  input,
  plan,
  repeat,
  residual,
  toJSON,
} from '../../packages/core/dist/index.js'

const runs = Number(process.argv[2] ?? 15)
const sizes = [1_000, 10_000]

const chain = (n, read = false) => {
  let net = input([32, 32, 8]).loose()
  for (let i = 0; i < n; i++) {
    net = i % 3 === 0 ? net.conv(8, 3, { padding: 'same' }) : i % 3 === 1 ? net.bn() : net.relu()
    if (read && net.shape.length !== 3) throw new Error('a wrong shape')
  }
  return net
}
const unit = residual(block().conv(8, 3, { padding: 'same' }).bn().relu())

/** Each job: what it prepares, and what it times. */
const jobs = {
  'build a chain': [() => null, (n) => chain(n)],
  'build it and read .shape at every call': [() => null, (n) => chain(n, true)],
  'plan a chain': [chain, (n, net) => plan(net)],
  'plan a chain with a seed': [chain, (n, net) => plan(net, { seed: 1 })],
  'plan repeated residuals': [
    (n) => input([32, 32, 8]).pipe(repeat(n / 4, unit)),
    (n, net) => plan(net),
  ],
  'write and read JSON': [chain, (n, net) => fromJSON(JSON.parse(JSON.stringify(toJSON(net))))],
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

const times = new Map()
for (let run = -2; run < runs; run++) {
  for (const [name, [prepare, job]] of Object.entries(jobs)) {
    for (const n of sizes) {
      const given = prepare(n)
      const since = performance.now()
      job(n, given)
      const time = performance.now() - since
      // the first two rounds warm up the compiler
      if (run >= 0) times.set(`${name} ${n}`, [...(times.get(`${name} ${n}`) ?? []), time])
    }
  }
}

console.log(
  `medians of ${runs} runs, ms`.padEnd(42),
  ...sizes.map((n) => n.toLocaleString('en').padStart(10)),
  '     ratio',
)
for (const name of Object.keys(jobs)) {
  const [small, large] = sizes.map((n) => median(times.get(`${name} ${n}`)))
  console.log(
    name.padEnd(42),
    small.toFixed(2).padStart(10),
    large.toFixed(2).padStart(10),
    (large / small).toFixed(1).padStart(10),
  )
}
