// Makes calls of kernels on this thread.
import type { Kernel } from '@layersmith/wasm-kernels/threads'
import type { PlacedCall } from '../program/call.js'
import type { Kernel as Name } from '../program/names.js'

export type Kernels = Readonly<Record<Name, Kernel>>

export const makeCall = (kernels: Kernels, { kernel, args, units }: PlacedCall): void => {
  kernels[kernel](...args, 0, units, 0)
}

/** After its own arguments, a kernel may take the units, and then the number of the part. */
const MORE = [0, 2, 3]

/** @throws Error if a call has too few or too many arguments, which WebAssembly would not notice */
export const checkCalls = (kernels: Kernels, calls: readonly PlacedCall[]): void => {
  for (const { kernel, args } of calls) {
    const { length } = kernels[kernel]
    if (!MORE.includes(length - args.length))
      throw new Error(
        `layersmith: ${kernel} takes ${length} arguments with its units, and a call has ` +
          `${args.length} without them; please report`,
      )
  }
}
