import type { BackendName } from '@layersmith/backends'
import type { BenchOptions, BenchResult, Report } from '@layersmith/bench'
import { Failure } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { refuseOld, writeText } from '../base/write-file.js'
import { addressFor, contestantsOf } from '../contestants/of-files.js'
import { type Engine, engines } from '../formats/compiled.js'
import { backends, start } from './backend.js'
import { choice, command, count, flag, several, sizes, text } from './command.js'
import { fileArgument } from './file.js'

const modes = ['build', 'forward', 'train'] as const

/** A message of the package about its options, in terms of the options here. */
const inOptions = (said: string): string =>
  said
    .replaceAll('say compare: false', 'add --different')
    .replace(/^bench: inputs: /, '--input: ')
    .replace('write { inputs: [28, 28, 1] }', 'add --input, as in --input 28x28x1')
    .replace(/^bench(: |$)/, '')

/** Whether a contestant has no times, or a requested backend has no run. */
const isIncomplete = ({ runs, withoutRun }: BenchResult, all: boolean): boolean =>
  runs.length === 0 ||
  withoutRun.some(({ refused }) => !(all && refused)) ||
  runs.some((run) => run.measurements.some(({ rows }) => rows.some((row) => 'error' in row)))

/** Times on one backend in this process, or on several, each in a process of its own. */
const timed = async (
  files: readonly string[],
  engine: Engine | null,
  on: 'all' | readonly BackendName[],
  options: BenchOptions,
): Promise<Report> => {
  const { bench: inTurns } = await optional('@layersmith/bench', () => import('@layersmith/bench'))
  if (on === 'all' || on.length > 1) {
    // reports what is wrong with the files here, once, and not in each process
    ;(await contestantsOf(files, engine)).dispose()
    return await inTurns(addressFor(files, engine), { ...options, backends: on })
  }
  await start(on[0])
  const { contestants, dispose } = await contestantsOf(files, engine)
  try {
    return await inTurns(contestants, options)
  } finally {
    dispose()
  }
}

export const bench = command({
  name: 'bench',
  does: 'Time nets and models against each other, in turns',
  more:
    'Needs the package @layersmith/bench. Each file is a contestant; they get equal weights and\n' +
    'must compute the same, unless --different. The default export of a module may also be a\n' +
    'function that makes a net, a model or a layer, or a class of layers; a .json may be the\n' +
    'results of another program, a .compiled file what convert made. Several backends get a\n' +
    'process each, which runs the modules again. Exits with 1 if a contestant has no times.',
  args: [{ ...fileArgument, variadic: true }],
  options: {
    batch: count('examples at once; 32 by default', 1),
    mode: several(modes, 'what to time; forward by default'),
    seconds: count('for one measurement; 2 by default', 1),
    input: sizes('sizes of an example if no contestant says them, such as 28x28x1'),
    different: flag('compare times of what computes different things'),
    out: text('path', 'also write the picture, .svg, or the results, .json'),
    force: flag('replace the file that is there'),
    engine: choice(engines, 'also time the first file compiled for this engine'),
    backend: several([...backends, 'all'], 'where to compute; wasm by default'),
  },
  examples: [
    'layersmith bench net.ts by-hand.ts',
    'layersmith bench net.ts by-hand.ts --mode build,train --out bench.svg',
    'layersmith bench net.ts pytorch.json --backend wasm,node',
    'layersmith bench saved --engine wasm',
  ],
  run: async ({ args: files, options, json, terminal }) => {
    const { batch = 32, mode = ['forward'], seconds = 2, input, out, force, different } = options
    const isPicture = out?.endsWith('.svg') === true
    if (out !== undefined && !isPicture && !out.endsWith('.json'))
      throw new Failure(`${out} must end with .svg or .json`, 2)
    if (out !== undefined) await refuseOld(out, force)
    const all = options.backend?.includes('all') === true
    const named = backends.filter((backend) => options.backend?.includes(backend))
    const report = await timed(files, options.engine ?? null, all ? 'all' : named, {
      batch,
      modes: mode,
      seconds,
      compare: !different,
      ...(input === undefined ? {} : { inputs: input }),
    }).catch((e: unknown) => {
      throw e instanceof TypeError ? new Failure(inOptions(e.message)) : e
    })
    const results = JSON.stringify(report.result, null, 2)
    if (out !== undefined) await writeText(out, force, isPicture ? await report.svg() : results)
    terminal.print(json ? results : inOptions(report.table()))
    return isIncomplete(report.result, all) ? 1 : 0
  },
})
