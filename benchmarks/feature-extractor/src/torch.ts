/** The outside reference: the same nets in PyTorch, if available. */
import { fileURLToPath } from 'node:url'
import type { Running } from '@layersmith/backends'
import { readTimings, reasonOf, type Timings } from '@layersmith/bench'
import { isBundled, startPython } from '@layersmith/benchmark-shared'
import type { Cell } from './report/result.js'

/** Next to a bundle; above src/ and dist/ in the repository. */
const script = fileURLToPath(
  new URL(isBundled ? 'torch_reference.py' : '../torch_reference.py', import.meta.url),
)

/**
 * Times cells in PyTorch on the same kind of device as a backend, with as many threads.
 * @param python the command that starts Python
 * @param line receives what is being timed
 * @returns what was measured, or a sentence that says why nothing was
 */
export const measureTorch = async (
  python: string,
  cells: readonly Cell[],
  seconds: number,
  { device, threads }: Running,
  line: (text: string) => void,
): Promise<Timings | string> => {
  const job = {
    cells: cells.flatMap(({ net, task, batch }) =>
      task === 'build' ? [] : [{ net, mode: task, batch }],
    ),
    seconds,
    device: device === 'gpu' ? 'cuda' : 'cpu',
    threads,
  }
  // library warnings are mixed with the script's own lines
  const reference = startPython(python, script, {}, (said) => {
    if (said.startsWith('PyTorch: ')) line(said)
  })
  reference.send(JSON.stringify(job))
  const ended = reference.end()
  try {
    return readTimings('PyTorch', JSON.parse(await reference.next()))
  } catch (error) {
    return reasonOf(error)
  } finally {
    await ended
  }
}
