// The only list of composites. A composite is one file, and its entries here: what every page
// needs, its JSON and its TypeScript. They are apart so that a page that reads no JSON does not
// load it. `satisfies` keeps each file's types in the declarations, and with them its methods.
import * as branch from './branch.js'
import * as custom from './custom.js'
import * as group from './group.js'
import * as join from './join.js'
import * as repeat from './repeat.js'
import * as residual from './residual.js'
import * as tap from './tap.js'
import * as tie from './tie.js'
import type { CompositeJsons, Composites, Sources } from './composite.js'

export const definitions = {
  branch: branch.definition,
  custom: custom.definition,
  group: group.definition,
  join: join.definition,
  repeat: repeat.definition,
  residual: residual.definition,
  tap: tap.definition,
  tie: tie.definition,
} satisfies Composites

export const jsons = {
  branch: branch.json,
  custom: custom.json,
  group: group.json,
  join: join.json,
  repeat: repeat.json,
  residual: residual.json,
  tap: tap.json,
  tie: tie.json,
} satisfies CompositeJsons

export const sources = {
  branch: branch.source,
  custom: custom.source,
  group: group.source,
  join: join.source,
  repeat: repeat.source,
  residual: residual.source,
  tap: tap.source,
  tie: tie.source,
} satisfies Sources
