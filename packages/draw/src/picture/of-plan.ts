import type { Plan } from '@layersmith/core'
import { assemble } from './assemble.js'
import { type DrawnModel, paramsOf } from './drawn-model.js'
import type { Facts, Picture, Served } from './picture.js'

/**
 * The picture of a plan: a node for each input and position, a box for each composite.
 * @param model what was built by it, and knows what is frozen now
 */
export const pictureOfPlan = (
  plan: Plan,
  title: string,
  model: DrawnModel | null = null,
): Picture => {
  const trains = new Map(model?.layers.map(({ name, trainable }) => [name, trainable]))
  const instances = new Map(plan.instances.map((instance) => [instance.id, instance]))
  const taps = grouped(plan.taps)
  const outputs = grouped(plan.outputs.map(({ name, from }) => ({ name: name ?? '', from })))
  const here = (path: string): Pick<Facts, 'path' | 'first' | 'taps' | 'outputs'> => ({
    path,
    first: path,
    taps: taps.get(path) ?? [],
    outputs: outputs.get(path) ?? [],
  })
  const inputs = plan.inputs.map(({ name, shape }): Facts => ({
    ...here(name),
    within: [],
    name,
    kind: null,
    shape,
    params: 0,
    flops: 0,
    served: 'own',
    places: 1,
    frozen: false,
    inputs: [],
  }))
  const positions = plan.positions.map((position): Facts => {
    const { path, kind, params, instance } = position
    const within = path.split('.')
    const name = within.pop() ?? path
    const { held = 'nothing', positions: places = [] } = instances.get(instance) ?? {}
    const all = kind === 'custom' ? null : params.trainable + params.nonTrainable
    const served: Served = places.length < 2 ? 'own' : held === 'nothing' ? 'shared' : 'tied'
    return {
      ...here(path),
      first: instance,
      within,
      name,
      kind,
      shape: position.shape,
      params: all,
      flops: position.flops,
      served,
      places: places.length,
      // what holds no weights has nothing to freeze
      frozen: !(trains.get(instance) ?? !position.frozen) && all !== 0,
      inputs: position.inputs,
    }
  })
  const params = model === null ? plan.params : paramsOf(model.layers)
  return assemble([...inputs, ...positions], { title, params, flops: plan.flops })
}

const grouped = (
  named: readonly { readonly name: string; readonly from: string }[],
): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>()
  for (const { name, from } of named) {
    const group = groups.get(from)
    if (group === undefined) groups.set(from, [name])
    else group.push(name)
  }
  return groups
}
