import { packageConfig } from '../../scripts/lib/tsdown.mjs'

export default packageConfig(import.meta.url)
