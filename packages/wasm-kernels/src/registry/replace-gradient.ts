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

// The declared type leaves out that an unknown name gives undefined.
const gradientOf = (name: string): GradConfig | undefined => getGradient(name)

/**
 * What a gradient gives for each input, or undefined where it leaves the work to the gradient from
 * before.
 */
type Gradient = (
  dy: Tensor,
  saved: Tensor[],
  attrs: NamedAttrMap,
) => ReturnType<GradFunc> | undefined

/**
 * Replaces the gradient of an operation where `gradient` gives one; elsewhere, as on other
 * backends, it stays what it was. So it does while gradients are recorded themselves, for the
 * gradient of a gradient: ours have none.
 */
export const replaceGradient = (kernelName: string, gradient: Gradient): Undo => {
  const before = gradientOf(kernelName)
  if (before === undefined) return () => undefined
  const gradFunc: GradFunc = (dy, saved, attrs) => {
    // Of these operations every one has a single result, so a single gradient comes.
    const ours = engine().isTapeOn() ? undefined : gradient(dy as Tensor, saved, attrs)
    return ours ?? before.gradFunc(dy, saved, attrs)
  }
  registerGradient({ ...before, gradFunc })
  return () => {
    if (gradientOf(kernelName)?.gradFunc === gradFunc) registerGradient(before)
  }
}

/**
 * Registers the gradient of a kernel of ours; a second copy of this package may have done so
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
