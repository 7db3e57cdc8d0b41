import type { Machine, Provenance, Sources } from '@layersmith/bench'
import { provenanceOf } from './provenance.js'

/** Where a benchmark of one processor ran. */
export interface Environment extends Machine {
  readonly provenance: Provenance
  readonly node: string
}

export const environmentOf = (machine: Machine, sources: Sources): Environment => ({
  ...machine,
  provenance: provenanceOf(sources),
  node: process.versions.node,
})

/** The file of a result: one per platform, processor and major version of Node. */
export const fileOf = ({
  environment: { platform, cpu, node },
}: {
  readonly environment: Environment
}): string =>
  `${[platform, cpu ?? 'unknown', `node${node.split('.')[0]}`]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}.json`
