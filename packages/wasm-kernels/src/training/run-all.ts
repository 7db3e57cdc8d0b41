import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core'

/** Runs a kernel of ours that returns a list of results. */
export const runAll = <Names extends string>(
  kernelName: string,
  inputs: NamedTensorMap,
  attrs: NamedAttrMap,
  names: readonly Names[],
): Record<Names, Tensor> => {
  const results = engine().runKernel<Tensor[]>(kernelName, inputs, attrs)
  // The kernel returns one tensor per name.
  return Object.fromEntries(names.map((name, i) => [name, results[i]])) as Record<Names, Tensor>
}
