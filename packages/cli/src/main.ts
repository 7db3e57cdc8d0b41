#!/usr/bin/env node
// The command `layersmith`.
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { codeOf } from './base/failure.js'
import { terminal as terminalOf } from './base/terminal.js'
import { commands } from './commands/all.js'
import { ownVersion } from './base/versions.js'
import { runProgram } from './program/program.js'

const terminal = terminalOf(process.stdout, process.stderr, process.env)

// Someone who reads only the start of the output (`| head`) closes the pipe; the work goes on, so
// that the exit code is right.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (e) => {
    if (codeOf(e) !== 'EPIPE') throw e
  })

// The standard output is for results. What modules and TensorFlow.js log goes to the standard
// error, except for the advertisement of tfjs-node, which `doctor` replaces.
const log = new Writable({
  decodeStrings: false,
  write: (text: string, _, done) => {
    if (!text.includes('Hi, looks like you are running TensorFlow.js in Node.js'))
      terminal.note(text.replace(/\n$/, ''))
    done()
  },
})
Object.assign(console, new Console(log))

process.exitCode = await runProgram(process.argv.slice(2), {
  terminal,
  version: await ownVersion(),
  commands,
})
