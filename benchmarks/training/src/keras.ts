/**
 * Keras in graph mode, in a separate Python process that trains one step on request.
 */
import { fileURLToPath } from 'node:url'
import { reasonOf } from '@layersmith/bench'
import { startPython } from '@layersmith/benchmark-shared'
import type { Contestant, Step } from './contestant.js'
import { nets } from './nets/index.js'

/** Above src/ and dist/. */
const script = fileURLToPath(new URL('../keras_steps.py', import.meta.url))

/** The script's output; its docstring has the formats. */
interface Hello {
  readonly keras: string
  readonly tensorflow: string
  readonly threads: number | null
}
interface Built {
  readonly params: number
  readonly output: readonly number[]
}

/** @returns the contestant, or why it does not take part */
export const startKeras = async (
  command: string,
  threads: number,
): Promise<Contestant | string> => {
  const python = startPython(command, script, {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(threads),
  })
  const answer = async <T>(): Promise<T> => {
    const line = await python.next()
    // this is the script's own format
    return JSON.parse(line) as T
  }
  let facts: Hello
  try {
    facts = await answer<Hello>()
  } catch (error) {
    return reasonOf(error)
  }
  return {
    name: 'keras',
    facts,
    train: async (net) => {
      python.send(`net ${net} ${nets[net].batch}`)
      const { params, output } = await answer<Built>()
      return {
        params,
        output,
        step: () => {
          python.send('step')
          return answer<Step>()
        },
        // the next net replaces it
        dispose: () => Promise.resolve(),
      }
    },
    stop: python.end,
  }
}
