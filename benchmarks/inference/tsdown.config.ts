import { exampleConfig } from '../../scripts/lib/tsdown.mjs'

export default { ...exampleConfig(import.meta.url), entry: ['src/main.ts', 'src/report.ts'] }
