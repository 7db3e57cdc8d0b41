/** What pages load: nothing here needs Node.js. */
export { type Elapsed, stopwatch } from './stopwatch.js'
export { workInPage } from './work-in-page.js'
