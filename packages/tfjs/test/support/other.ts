// A real second copy: another file of the package, which contains all classes.
import type * as TF from '@tensorflow/tfjs'

/** A copy that is loaded second registers all backends and kernels again, and warns about each. */
export const quietly = async <T>(load: () => Promise<T>): Promise<T> => {
  const { warn } = console
  console.warn = () => undefined
  try {
    return await load()
  } finally {
    console.warn = warn
  }
}

export const loadOther = (): Promise<typeof TF> =>
  quietly(async () => {
    const file = '@tensorflow/tfjs/dist/tf.js'
    // a deep import has no types
    const { default: other } = (await import(file)) as { default: typeof TF }
    return other
  })
