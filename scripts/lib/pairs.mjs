/**
 * Runs jobs two at a time, which is what the smallest CI machines have cores for; results keep the
 * jobs' order.
 */
export async function inPairs(jobs) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < jobs.length) {
      const mine = next++
      results[mine] = await jobs[mine]()
    }
  }
  await Promise.all([worker(), worker()])
  return results
}
