// A program whose standard error is a terminal, and that takes its time.
import { bench } from '@layersmith/bench'
import { input } from 'layersmith'

process.stderr.isTTY = true
const net = input([64]).dense(512).dense(512)
await bench({ net }, { modes: ['forward'], batch: 512, seconds: 1000, ceilings: false })
