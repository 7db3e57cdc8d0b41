/**
 * Runs jobs two at a time, because the smallest CI machines have two cores. Results keep the order
 * of the jobs. After a failure no job starts; the one still running ends first.
 */
export async function inPairs(jobs) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < jobs.length) {
      const mine = next++
      try {
        results[mine] = await jobs[mine]()
      } catch (error) {
        next = jobs.length
        throw error
      }
    }
  }
  const workers = await Promise.allSettled([worker(), worker()])
  for (const { status, reason } of workers) if (status === 'rejected') throw reason
  return results
}
