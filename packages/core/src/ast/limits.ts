// What a description may not be, known from its summary without walking it. JSON and blocks made by
// calls obey the same.
import { type Complaint, complain } from '../base/problem.js'
import type { Summary } from './summary.js'

/** More than any real net, and little enough to be planned in a second. */
const MAX_POSITIONS = 100_000
/** Parts inside parts; far below what a JavaScript stack holds. */
export const MAX_DEPTH = 500
/** Taps, parts and rounds count too, so that a walk always ends. */
export const MAX_STEPS = 10 * MAX_POSITIONS

export const tooMany = (got: string): Complaint =>
  complain('tooManyPositions', {
    expected: `${MAX_STEPS} positions, taps, parts and rounds`,
    got,
    fix: 'use fewer rounds, and no empty ones',
  })

/** Why a description is too large to be walked; known without walking it. */
export const tooLarge = ({ positions, steps, depth }: Summary): Complaint | null =>
  positions > MAX_POSITIONS
    ? complain('tooManyPositions', {
        expected: `${MAX_POSITIONS} positions`,
        got: String(positions),
        fix: 'use fewer rounds or smaller parts',
      })
    : steps > MAX_STEPS
      ? tooMany(String(steps))
      : depth > MAX_DEPTH
        ? complain('tooDeep', {
            expected: `${MAX_DEPTH} deep`,
            got: String(depth),
            fix: 'build chains with pipe instead of putting blocks into blocks',
          })
        : null
