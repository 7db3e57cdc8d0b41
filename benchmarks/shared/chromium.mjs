// `--browser`: a page in Chromium does what a worker process does otherwise.
import { bundlePages, isolation, openPage } from '../../scripts/lib/chromium.mjs'
import { at } from '../../scripts/lib/run.mjs'
import { serve } from './dist/index.js'

/** Milliseconds without a word; the slowest nets take several minutes. */
const patience = 1_800_000
/** @layersmith/bench draws and shows progress in Node with these; a page does not call them. */
const external = ['node:*', 'cli-progress', 'vega', 'vega-lite']

/**
 * Takes an assignment as a worker does, gives it to dist/page.js of a benchmark in Chromium, and
 * sends what it answers.
 * @param folders with files that the page loads
 */
export const servePage = (benchmark, folders = []) =>
  serve(async (assignment) => {
    const folder = at('.cache', 'bench', benchmark)
    const page = at('benchmarks', benchmark, 'dist', 'page.js')
    await bundlePages({ page }, folder, { external })
    return openPage({
      script: 'page.js',
      folders: [folder, ...folders],
      headers: isolation,
      given: assignment,
      patience,
      loss: 'nothing was measured in it',
    })
  })
