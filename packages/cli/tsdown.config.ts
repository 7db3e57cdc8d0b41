import { binConfig } from '../../scripts/lib/tsdown.mjs'

export default binConfig(import.meta.url)
