import type { Numbers } from '../model/types.js';
export type Config = Readonly<Record<string, unknown>>;
interface Gate {
    readonly of: Layer;
    readonly activation: string;
    readonly factor: number;
}
/** A layer under construction: the nodes after it may still be merged into it. */
export interface Layer {
    /** The node that it came from. */
    readonly node: string;
    className: string;
    config: Config;
    readonly inputs: readonly Layer[];
    weights: readonly Numbers[];
    /** The names of its weights in the file. */
    parameters: readonly string[];
    /**
     * Takes in a factor or an offset that comes right after it, one number or one for each channel.
     * Returns whether it did.
     */
    takes: (what: 'factor' | 'offset', numbers: Numbers) => boolean;
    /** What it makes of its input `of` as a gate: this layer * `of` = `activation(of) * factor`. */
    gate: Gate | null;
    /** The same for `of` / this layer. */
    divides: Gate | null;
    /** Why no net can have it, if none can: it is part of a gate that never came. */
    readonly refusal: string | null;
}
/** Gives each layer a name of its own. */
export declare class Names {
    #private;
    free(text: string): string;
}
/** The layers that these depend on, each after its inputs. */
export declare const neededBy: (outputs: readonly Layer[]) => readonly Layer[];
/** A layer with the inputs of each of its uses. */
export interface Tied {
    readonly layer: Layer;
    readonly uses: (readonly Place[])[];
}
/** A use of a layer, which stands for all layers with the same parameters. */
export interface Place {
    readonly tied: Tied;
    readonly use: number;
}
/**
 * Where each layer is: layers with the same options and parameters are one layer, used in several
 * places, and those with the same inputs too are one use.
 */
export declare const placesOf: (layers: readonly Layer[]) => ReadonlyMap<Layer, Place>;
/** A model's config. */
export declare const configOf: (names: ReadonlyMap<Tied, string>, inputs: readonly Place[], outputs: readonly Place[]) => Config;
export {};
//# sourceMappingURL=layer.d.ts.map