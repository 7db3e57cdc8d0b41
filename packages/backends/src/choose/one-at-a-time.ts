// TensorFlow.js has one current backend for the whole process, so two starts at the same time would
// disturb each other.
let last: Promise<unknown> = Promise.resolve()

/** Runs a task once the tasks before it have ended. */
export const oneAtATime =
  <A>(task: () => Promise<A>): (() => Promise<A>) =>
  () => {
    const mine = last.then(task)
    // The caller gets the rejection from `mine`; the queue only waits for the end.
    last = mine.catch(() => undefined)
    return mine
  }
