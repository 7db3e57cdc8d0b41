// A program that takes another way when it starts again, and waits there forever.
import { bench } from '@layersmith/bench'
import { input } from 'layersmith'

const [, , calls] = process.argv
const quick = { batch: 2, seconds: 0.1, ceilings: false, modes: ['forward'] }

if (calls === '1') await bench({ ours: input([4]).dense(3) }, { ...quick, backends: ['cpu'] })
await new Promise(() => setInterval(() => undefined, 1000))
