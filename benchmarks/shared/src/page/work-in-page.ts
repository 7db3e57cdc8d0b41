/** What a page does that scripts/lib/chromium.mjs opened. */

const post = async (to: string, body: string): Promise<void> => {
  await fetch(to, { method: 'POST', body })
}

/**
 * Does the work that the page was given, and sends the answer.
 * @param work may say lines meanwhile, which go to the terminal
 * @throws Error if the page is not cross-origin isolated, which makes clocks coarse
 */
export const workInPage = async <Assignment, Answer>(
  work: (assignment: Assignment, say: (line: string) => void) => Promise<Answer>,
): Promise<void> => {
  if (!globalThis.crossOriginIsolated)
    throw new Error(
      'the page must be cross-origin isolated, or its clock advances in steps of 100 µs: ' +
        'serve it with the headers in scripts/lib/chromium.mjs',
    )
  // the program that opened the page gives it nothing else
  const assignment = (await (await fetch('/given')).json()) as Assignment
  let said = Promise.resolve()
  const answer = await work(assignment, (line) => {
    // one after another, because requests may overtake each other
    said = said.then(() => post('/said', line))
  })
  await said
  await post('/found', JSON.stringify(answer))
}
