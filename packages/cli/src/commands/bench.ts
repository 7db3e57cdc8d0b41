import path from 'node:path'
import { Failure } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { refuseOld, writeText } from '../base/write-file.js'
import type { Opened } from '../formats/format.js'
import { open } from '../formats/open.js'
import { backendOption, start } from './backend.js'
import { choice, command, count, flag, text } from './command.js'
import { fileArgument } from './file.js'

const modes = ['build', 'forward', 'train'] as const

/** The name of a contestant; equal ones are told apart by their numbers. */
const nameOf = (file: string, taken: ReadonlySet<string>): string => {
  const base = path.basename(file).replace(/\.\w+$/, '')
  let name = base
  for (let n = 2; taken.has(name); n++) name = `${base} ${n}`
  return name
}

export const bench = command({
  name: 'bench',
  does: 'Time nets and models against each other, in turns',
  more:
    'Needs the package @layersmith/bench. Each file is a contestant; they get equal weights and\n' +
    'must compute the same, unless --different.',
  args: [{ ...fileArgument, variadic: true }],
  options: {
    batch: count('examples at once; 32 by default', 1),
    mode: choice(modes, 'what to time; forward by default'),
    seconds: count('for one measurement; 2 by default', 1),
    different: flag('compare times of what computes different things'),
    out: text('path', 'also write the picture, .svg, or the results, .json'),
    force: flag('replace the file that is there'),
    backend: backendOption,
  },
  examples: [
    'layersmith bench net.ts by-hand.ts',
    'layersmith bench net.ts by-hand.ts --mode train --out bench.svg',
  ],
  run: async ({ args: files, options, json, terminal }) => {
    const { batch = 32, mode = 'forward', seconds = 2, out, force, different } = options
    const isPicture = out?.endsWith('.svg') === true
    if (out !== undefined && !isPicture && !out.endsWith('.json'))
      throw new Failure(`${out} must end with .svg or .json`, 2)
    if (out !== undefined) await refuseOld(out, force)
    const { bench: timed } = await optional('@layersmith/bench', () => import('@layersmith/bench'))
    await start(options.backend)
    const opened = new Map<string, Opened>()
    try {
      for (const file of files)
        opened.set(nameOf(file, new Set(opened.keys())), await open(file, { name: undefined }))
      const contestants = [...opened].map(
        ([name, one]) => [name, one.hasWeights ? one.model() : one.net()] as const,
      )
      const report = await timed(Object.fromEntries(contestants), {
        batch,
        modes: [mode],
        seconds,
        compare: !different,
      })
      const results = JSON.stringify(report.result, null, 2)
      if (out !== undefined) await writeText(out, force, isPicture ? await report.svg() : results)
      terminal.print(json ? results : report.table())
      return 0
    } finally {
      for (const one of opened.values()) one.dispose()
    }
  },
})
