import { exampleConfig } from '../../scripts/lib/tsdown.mjs'

export default exampleConfig(import.meta.url, 'src/main.ts', 'src/page.ts', 'src/report.ts')
