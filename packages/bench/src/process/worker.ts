/** The program of a backend's process if the contestants are in a module: it only measures them. */
import { bench } from './bench.js'
import type { BenchOptions } from '../run/options.js'

const [, , module = '', options = '{}'] = process.argv
// the first process has checked the options; they crossed as JSON
void bench(new URL(module), JSON.parse(options) as BenchOptions)
