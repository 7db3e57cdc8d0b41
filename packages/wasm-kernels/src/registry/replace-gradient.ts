import {
  engine,
  getGradient,
  registerGradient,
  unregisterGradient,
  type GradConfig,
  type GradFunc,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core'
import type { Undo } from '../link/link.js'

// TensorFlow.js looks up gradients by name, in a registry that all backends share.

// The declared type leaves out that an unknown name returns undefined.
const gradientOf = (name: string): GradConfig | undefined => getGradient(name)

/** Returns a gradient for each input, or undefined to leave the work to the previous gradient. */
type Gradient = (
  dy: Tensor,
  saved: Tensor[],
  attrs: NamedAttrMap,
) => ReturnType<GradFunc> | undefined

/**
 * Replaces the gradient of an operation where `gradient` returns one; elsewhere, as on other
 * backends, it stays as it was. It also stays while the gradients themselves are recorded, for the
 * gradient of a gradient, because ours cannot be differentiated again.
 */
export const replaceGradient = (kernelName: string, gradient: Gradient): Undo => {
  const before = gradientOf(kernelName)
  if (before === undefined) return () => undefined
  const gradFunc: GradFunc = (dy, saved, attrs) => {
    // These operations have a single result, so there is a single gradient.
    const ours = engine().isTapeOn() ? undefined : gradient(dy as Tensor, saved, attrs)
    return ours ?? before.gradFunc(dy, saved, attrs)
  }
  registerGradient({ ...before, gradFunc })
  return () => {
    if (gradientOf(kernelName)?.gradFunc === gradFunc) registerGradient(before)
  }
}

/**
 * Registers the gradient of a kernel of ours. A second copy of this package may have done so
 * before.
 */
export const addGradient = (config: GradConfig): Undo => {
  const before = gradientOf(config.kernelName)
  registerGradient(config)
  return () => {
    if (gradientOf(config.kernelName)?.gradFunc !== config.gradFunc) return
    if (before === undefined) unregisterGradient(config.kernelName)
    else registerGradient(before)
  }
}
