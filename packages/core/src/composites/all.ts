// The only list of composites: a composite is one file, and one line here.
export { definition as branch } from './branch.js'
export { definition as custom } from './custom.js'
export { definition as group } from './group.js'
export { definition as join } from './join.js'
export { definition as repeat } from './repeat.js'
export { definition as residual } from './residual.js'
export { definition as tap } from './tap.js'
export { definition as tie } from './tie.js'
