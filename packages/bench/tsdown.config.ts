import { nodePackageConfig } from '../../scripts/lib/tsdown.mjs'

export default nodePackageConfig(import.meta.url)
