import { execFileSync } from 'node:child_process'

/** A browser that a benchmark ran in. */
export interface Browser {
  /** Such as "Chromium". */
  readonly name: string
  readonly version: string
}

/**
 * The installed Chromium.
 * @throws Error if there is none, or if it does not tell its version
 */
export const installedChromium = (): Browser => {
  const said = execFileSync('chromium', ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [, version] = /^Chromium ([\d.]+)/.exec(said) ?? []
  if (version === undefined)
    throw new Error(`chromium --version: expected "Chromium 1.2.3", got "${said.trim()}"`)
  return { name: 'Chromium', version }
}
