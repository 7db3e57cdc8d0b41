import { bench } from '@layersmith/bench'

const report = await bench(new URL('./contestants.mjs', import.meta.url), {
  modes: ['forward'],
  seconds: 0.1,
  ceilings: false,
  backends: ['cpu', 'wasm'],
})
console.log(JSON.stringify(report.result))
