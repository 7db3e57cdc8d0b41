import { exampleConfig } from '../../scripts/lib/tsdown.mjs'

export default exampleConfig(import.meta.url, 'src/index.ts', 'src/page/index.ts')
