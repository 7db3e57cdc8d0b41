// The limits on a description, checked against its summary without walking it. The same limits hold
// for JSON and for blocks made by calls.
import { type Complaint, complain } from '../base/problem.js'
import type { Summary } from './summary.js'

/** More than any real net has, and few enough to plan in a second. */
const MAX_POSITIONS = 100_000
/** How deep parts may nest; far below what a JavaScript stack can take. */
export const MAX_DEPTH = 500
/** Taps, parts and rounds count too, so a walk always ends. */
export const MAX_STEPS = 10 * MAX_POSITIONS

export const tooMany = (got: string): Complaint =>
  complain('tooManyPositions', {
    expected: `${MAX_STEPS} positions, taps, parts and rounds`,
    got,
    fix: 'use fewer rounds, and no empty ones',
  })

/** Why a description is too large to walk; null when it is not. */
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
            fix: 'chain blocks with pipe instead of nesting them',
          })
        : null
