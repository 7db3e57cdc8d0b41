// Nets of the tests of other packages. No package has them, so they have no name to import by.
/* oxlint-disable no-restricted-imports */
export { type Recipe, cook, recipes } from '../../../core/test/support/recipe.js'
export { nets as netsOfKinds } from '../../../keras/test/support/kinds.js'
export { realModels } from '../../../tfjs/test/support/real-models.js'
/* oxlint-enable no-restricted-imports */
