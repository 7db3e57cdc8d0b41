// Generated nets with random statistics compute what they compute in predict; more of them in
// generated.long.test.ts.
import { it } from '@jest/globals'
import { agree } from './support/generated.js'

it('of convolutions', () => agree('convolutions', 12))
it('of any layers', () => agree('any', 12))
