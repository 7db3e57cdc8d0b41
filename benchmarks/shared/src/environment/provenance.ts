/** Where a benchmark comes from: the checkout, or what a bundle says about itself. */
import { type Provenance, provenanceOf as ofCheckout, type Sources } from '@layersmith/bench'

/**
 * Defined only in a bundle: `npm run bench:bundle` writes it there because a bundle has neither git
 * nor a package.json.
 */
declare const BUNDLED_PROVENANCE: Provenance | undefined

/** Whether this runs from a bundle, a folder with everything in it. */
export const isBundled = typeof BUNDLED_PROVENANCE !== 'undefined'

export const provenanceOf = (sources: Sources): Provenance =>
  typeof BUNDLED_PROVENANCE === 'undefined' ? ofCheckout(sources) : BUNDLED_PROVENANCE
