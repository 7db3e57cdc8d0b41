import path from 'node:path'
import { Failure } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { refuseOld, writeText } from '../base/write-file.js'
import { backendOption, start } from './backend.js'
import { choice, command, count, flag, sizes, text } from './command.js'
import { engines } from '../formats/compiled.js'
import { fileArgument, fileOptions, withFile } from './file.js'
import { profileCompiled } from './profile-compiled.js'

const BENCH = '@layersmith/bench'

export const profile = command({
  name: 'profile',
  does: 'Time each position of a net, in inference and in training',
  more:
    'Needs the package @layersmith/bench; with --engine @layersmith/compile, and times what is\n' +
    'left of the net when it is compiled. The weights are new: times do not depend on them.',
  args: [fileArgument],
  options: {
    ...fileOptions,
    batch: count('examples at once; 1 by default', 1),
    seconds: count('for all positions together; 5 by default', 1),
    input: sizes('sizes of the input for a block without one, such as 28x28x1'),
    out: text('path', 'also write the picture, .svg'),
    force: flag('replace the file that is there'),
    engine: choice(engines, 'compile it for this engine, and time its operations'),
    backend: backendOption,
  },
  examples: [
    'layersmith profile net.ts --batch 32',
    'layersmith profile saved --out profile.svg',
    'layersmith profile net.ts --engine wasm',
  ],
  run: async ({ args: [file], options, json, terminal }) => {
    const { batch = 1, seconds = 5, out, force, engine, backend } = options
    if (engine !== undefined && out !== undefined)
      throw new Failure(
        '--out draws positions, which a compiled net no longer has; leave it out',
        2,
      )
    if (out !== undefined && path.extname(out) !== '.svg')
      throw new Failure(`${out} must end with .svg`, 2)
    if (out !== undefined) await refuseOld(out, force)
    const [tf, { toModel }] = [await import('@tensorflow/tfjs'), await import('layersmith')]
    await start(backend)
    const found = await withFile(file, { name: options.export }, async (opened) => {
      const inputShape = options.input === undefined ? {} : { inputShape: options.input }
      const built = toModel(opened.net(), { seed: 1, ...inputShape })
      const [input, ...others] = built.plan.inputs
      const shape = input?.shape.map((size) => size ?? 0) ?? []
      try {
        if (others.length > 0 || shape.includes(0))
          throw new Failure('profile is for nets with one input of known sizes')
        const x = tf.randomNormal([batch, ...shape])
        try {
          if (engine !== undefined)
            return await profileCompiled(built, x, { engine, batch, seconds })
          const { profile: profiled } = await optional(BENCH, () => import('@layersmith/bench'))
          const made = await profiled(built, x, { seconds })
          if (out !== undefined) await writeText(out, force, await made.svg())
          return made
        } finally {
          x.dispose()
        }
      } finally {
        built.dispose()
      }
    })
    terminal.print(json ? JSON.stringify(found.result, null, 2) : found.table())
    return 0
  },
})
