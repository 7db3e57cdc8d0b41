/** How to write where a result comes from. */
import { words } from '@layersmith/bench'
import type { Environment } from '../environment/environment.js'

/** When, where and with what a result was measured, in one line. */
export const environmentLine = (environment: Environment, settings: readonly string[]): string => {
  const { browser } = environment
  return [
    environment.date.slice(0, 10),
    words.commitOf(environment.provenance),
    browser === undefined ? `Node ${environment.node}` : `${browser.name} ${browser.version}`,
    ...words.packagesOf(environment.provenance),
    words.machineOf(environment),
    words.loadOf(environment),
    ...settings,
  ].join(' · ')
}

/** Which clock timed a page, above its tables; nothing in Node.js. */
export const clockLines = ({ browser }: Pick<Environment, 'browser'>): readonly string[] =>
  browser === undefined
    ? []
    : [
        'Measured in a headless, cross-origin isolated page. It is not told its processor time, ' +
          'so all times are on the wall, by `performance.now()`, in steps of 5 µs.',
      ]
