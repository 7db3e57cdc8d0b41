// The nets of other packages' tests: those with a kind each, and generated ones.
/* oxlint-disable no-restricted-imports -- tests have no names; these are sources of all packages */
export { cook, recipes } from '../../../core/test/support/recipe.js'
export { TOKENS, nets } from '../../../keras/test/support/kinds.js'
export { recipes as convolutions, toNet } from '../../../tfjs/test/support/nets.js'
export { realModels } from '../../../tfjs/test/support/real-models.js'
