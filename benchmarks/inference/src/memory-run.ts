/** Asks processes for the memory of each net. */
import { delegate } from '@layersmith/benchmark-shared'
import type { MemoryAnswer, MemoryAssignment } from './memory.js'
import type { Needed } from './memory-result.js'
import { neededLine } from './memory-tables.js'
import type { Options } from './options.js'

/**
 * What all nets need on all batches and threads, as far as it could be measured.
 * @param program the file that serves assignments
 */
export const memoryOf = async (
  program: string,
  { nets, batches, threads }: Options,
): Promise<readonly Needed[]> => {
  const ask = (assignment: MemoryAssignment): Promise<MemoryAnswer> =>
    delegate<MemoryAssignment, MemoryAnswer>(program, assignment, (how) => ({
      contestant: 'none',
      how,
    }))
  const found: Needed[] = []
  console.log('memory')
  for (const threadCount of threads)
    for (const net of nets)
      for (const batch of batches) {
        const of = { net, batch, threads: threadCount }
        const [predict, compiled] = [
          await ask({ ...of, contestant: 'predict' }),
          await ask({ ...of, contestant: 'compiled' }),
        ]
        if (predict.contestant === 'predict' && compiled.contestant === 'compiled') {
          const { contestant: _, ...ofPredict } = predict
          const { contestant: __, ...ofCompiled } = compiled
          const needed = { ...of, predict: ofPredict, compiled: ofCompiled }
          found.push(needed)
          console.log(neededLine(needed))
        } else
          for (const answer of [predict, compiled])
            if (answer.contestant === 'none') console.log(`  ${net}, ${batch}: ${answer.how}`)
      }
  return found
}
