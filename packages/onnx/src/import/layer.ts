// The layers of a graph in Keras's form, from which @layersmith/tfjs makes a model and a net.
import type { Numbers } from '../model/types.js'

export type Config = Readonly<Record<string, unknown>>

interface Gate {
  readonly of: Layer
  readonly activation: string
  readonly factor: number
}

/** A layer under construction: the nodes after it may still be merged into it. */
export interface Layer {
  /** The node that it came from. */
  readonly node: string
  className: string
  config: Config
  readonly inputs: readonly Layer[]
  weights: readonly Numbers[]
  /** The names of its weights in the file. */
  parameters: readonly string[]
  /**
   * Takes in a factor or an offset that comes right after it, one number or one for each channel.
   * Returns whether it did.
   */
  takes: (what: 'factor' | 'offset', numbers: Numbers) => boolean
  /** What it makes of its input `of` as a gate: this layer * `of` = `activation(of) * factor`. */
  gate: Gate | null
  /** The same for `of` / this layer. */
  divides: Gate | null
  /** Why no net can have it, if none can: it is part of a gate that never came. */
  readonly refusal: string | null
}

/** A text as the name of a layer. */
const nameOf = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+/, '') || 'layer'

/** Gives each layer a name of its own. */
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

/** The layers that these depend on, each after its inputs. */
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

/** A layer with the inputs of each of its uses. */
export interface Tied {
  readonly layer: Layer
  readonly uses: (readonly Place[])[]
}
/** A use of a layer, which stands for all layers with the same parameters. */
export interface Place {
  readonly tied: Tied
  readonly use: number
}

/**
 * Where each layer is: layers with the same options and parameters are one layer, used in several
 * places, and those with the same inputs too are one use.
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
