// Problems that show up only while TensorFlow.js makes something; core finds all others first.
import { BuildError, type Problem } from '@layersmith/core'

/** A problem at a position. */
export const problemAt = (
  path: string,
  code: Problem['code'],
  expected: string,
  got: string,
  fix: string,
): Problem => ({ code, path, where: null, expected, got, fix })

export const fail = (...problem: Parameters<typeof problemAt>): never => {
  throw new BuildError([problemAt(...problem)])
}
