// Calls of kernels. Their arguments are those of the functions in ../../../assembly, without the
// units.
import type { Argument, Call } from './call.js'
import type { Kernel } from './names.js'

/** A call of a kernel: how many units of work it has, and its arguments. */
export const kernel = (name: Kernel, units: number, ...args: readonly Argument[]): Call => ({
  kernel: name,
  units,
  args,
})

/** How many units of ELEMENTS numbers, as in the assembly, an elementwise kernel has. */
export const blocksOf = (elements: number): number => Math.ceil(elements / 1024)
