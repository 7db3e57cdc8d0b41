import type { Cell } from './result.js'

/** "lenet forward 32" */
export const cellName = ({ net, task, batch }: Cell): string =>
  [net, task, batch].filter((part) => part !== null).join(' ')
