/** The page of the benchmark, which `--browser` opens in place of a worker process. */
import { workInPage } from '@layersmith/benchmark-shared/page'
import { type LoadRuntime, runtimeOf } from './runtimes.js'
import { type Assignment, work } from './worker.js'

/** The file of onnxruntime-web that computes on wasm alone; ../page.mjs serves its folder. */
const file = '/ort.wasm.min.mjs'

const servedRuntimes =
  (threads: number): LoadRuntime =>
  async (name) => {
    if (name === 'onnxruntime-node') return 'it needs Node.js'
    const { ok } = await fetch(file, { method: 'HEAD' })
    return ok ? runtimeOf(await import(file), threads) : 'it is not installed'
  }

await workInPage((assignment: Assignment, say) =>
  work(assignment, { say, loadRuntime: servedRuntimes(assignment.threads) }),
)
