// The layers that a graph becomes, in Keras's form, which @layersmith/tfjs makes a model and a net
// of.
import type { Numbers } from '../model/types.js'

export type Config = Readonly<Record<string, unknown>>

interface Gate {
  readonly of: Layer
  readonly activation: string
  readonly factor: number
}

/** A layer on the way; what comes after it may still go into it. */
export interface Layer {
  /** The node that it is for. */
  readonly node: string
  className: string
  config: Config
  readonly inputs: readonly Layer[]
  weights: readonly Numbers[]
  /** The names that the file has its weights under. */
  parameters: readonly string[]
  /**
   * Takes a factor or an offset that comes right after it, one number or one for each channel;
   * says whether it did.
   */
  takes: (what: 'factor' | 'offset', numbers: Numbers) => boolean
  /** What it computes together with its input: this layer * `of` = `activation(of) * factor`. */
  gate: Gate | null
  /** The same for `of` / this layer. */
  divides: Gate | null
  /** Why no net can have it, if none can: it was for a gate that did not come. */
  readonly refusal: string | null
}

/** A text as the name of a layer. */
const nameOf = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+/, '') || 'layer'

/** Names that are taken once. */
export class Names {
  readonly #taken = new Set<string>()

  free(text: string): string {
    const name = nameOf(text)
    let free = name
    for (let n = 1; this.#taken.has(free); n++) free = `${name}_${n}`
    this.#taken.add(free)
    return free
  }
}

/** The layers that others depend on, each after those. */
export const neededBy = (outputs: readonly Layer[]): readonly Layer[] => {
  const done = new Set<Layer>()
  const stack = [...outputs]
  while (stack.length > 0) {
    const layer = stack.at(-1)
    if (layer === undefined) break
    const missing = layer.inputs.filter((input) => !done.has(input))
    if (missing.length > 0 && !done.has(layer)) stack.push(...missing)
    else {
      stack.pop()
      done.add(layer)
    }
  }
  return [...done]
}

/** A layer with all its uses: what each takes. */
export interface Tied {
  readonly layer: Layer
  readonly uses: (readonly Place[])[]
}
/** A use of a layer, in the place of those that have the same parameters. */
export interface Place {
  readonly tied: Tied
  readonly use: number
}

/**
 * Where each layer is: layers with the same options and parameters are one that is used at several
 * places, and those that also take the same are one use.
 */
export const placesOf = (layers: readonly Layer[]): ReadonlyMap<Layer, Place> => {
  const known = new Map<string, Tied>()
  const places = new Map<Layer, Place>()
  for (const layer of layers) {
    const { className, config, parameters } = layer
    const key = JSON.stringify([className, config, parameters])
    const tied = (parameters.length === 0 ? undefined : known.get(key)) ?? { layer, uses: [] }
    known.set(key, tied)
    const from = layer.inputs.flatMap((input) => places.get(input) ?? [])
    const isSame = (other: readonly Place[]): boolean =>
      other.every(({ tied: one, use }, i) => one === from[i]?.tied && use === from[i].use)
    const use = tied.uses.findIndex(isSame)
    places.set(layer, { tied, use: use === -1 ? tied.uses.push(from) - 1 : use })
  }
  return places
}

/** A model's config. */
export const configOf = (
  names: ReadonlyMap<Tied, string>,
  inputs: readonly Place[],
  outputs: readonly Place[],
): Config => {
  const end = ({ tied, use }: Place): readonly unknown[] => [names.get(tied), use, 0]
  return {
    class_name: 'Functional',
    config: {
      name: 'onnx',
      layers: [...names].map(([{ layer, uses }, name]) => ({
        class_name: layer.className,
        name,
        config: { ...layer.config, name },
        inbound_nodes:
          layer.inputs.length === 0
            ? []
            : uses.map((from) => from.map((place) => [...end(place), {}])),
      })),
      input_layers: inputs.map(end),
      output_layers: outputs.map(end),
    },
  }
}
