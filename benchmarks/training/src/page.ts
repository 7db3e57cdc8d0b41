/** The page of the benchmark, which `--browser` opens in place of a worker process. */
import { workInPage } from '@layersmith/benchmark-shared/page'
import { type Assignment, work } from './worker.js'

await workInPage((assignment: Assignment, say) =>
  work(assignment, {
    say,
    // lines cannot be rewritten from here
    showRounds: () => ({ at: () => undefined, clear: () => undefined }),
    outside: {
      keras: () => Promise.resolve('it needs Python'),
      jax: () => Promise.resolve('it is measured in Node.js alone'),
    },
  }),
)
