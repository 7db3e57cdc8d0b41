import type { Machine, Provenance, Sources } from '@layersmith/bench'
import type { Browser } from './browser.js'
import { provenanceOf } from './provenance.js'

/** Where a benchmark of one processor ran. */
export interface Environment extends Machine {
  readonly provenance: Provenance
  readonly node: string
  /** What computed, in a page that Node.js served; Node.js itself if this is missing. */
  readonly browser?: Browser
}

export const environmentOf = (
  machine: Machine,
  sources: Sources,
  browser?: Browser,
): Environment => ({
  ...machine,
  provenance: provenanceOf(sources),
  node: process.versions.node,
  ...(browser === undefined ? {} : { browser }),
})

const majorOf = (version: string): string => version.split('.')[0] ?? ''

/** What computed, with its major version: "Node 24", "Chromium 142". */
export const engineOf = ({ node, browser }: Pick<Environment, 'node' | 'browser'>): string =>
  browser === undefined ? `Node ${majorOf(node)}` : `${browser.name} ${majorOf(browser.version)}`

/** The file of a result: one per platform, processor and major version of Node, or browser. */
export const fileOf = ({
  environment: { platform, cpu, node, browser },
}: {
  readonly environment: Environment
}): string =>
  `${[platform, cpu ?? 'unknown', browser?.name ?? `node${majorOf(node)}`]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}.json`
