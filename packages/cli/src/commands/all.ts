// All commands, in the order of help.
export { summary } from './summary.js'
export { source } from './source.js'
export { audit } from './audit.js'
export { convert } from './convert.js'
export { doctor } from './doctor.js'
