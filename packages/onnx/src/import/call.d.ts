import type { Attribute, Node, Numbers } from '../model/types.js';
import type { Constant } from './constant.js';
import type { Config, Layer } from './layer.js';
import { type Group, type Value, type View } from './view.js';
/** The result of a node: a value that depends on the inputs, or a constant. */
export type Result = Value | Constant;
export interface Operator {
    /** The kinds of layers that it becomes, for the table in the README. */
    readonly becomes: string;
    /** Whether it expects channels first, or keeps whatever order there is. */
    readonly axes?: 'channels first' | 'kept';
    /** The inputs whose numbers do not matter, only their shape or type. */
    readonly peeks?: readonly number[];
    /** Reads a node. @throws Error when no layer computes it */
    readonly read: (call: Call) => Result | readonly Result[];
}
export type Operators = Readonly<Record<string, Operator>>;
/** What all nodes share. */
export interface Setting {
    readonly opset: number;
    /** The size of the batch; NaN if it is open. */
    readonly batch: number;
    readonly note: (node: string, text: string) => void;
}
export declare class Call {
    #private;
    readonly node: Node;
    readonly setting: Setting;
    /** null for an input that is left out. */
    readonly inputs: readonly (Result | null)[];
    constructor(node: Node, setting: Setting, inputs: readonly (Result | null)[]);
    /** @throws Error that names the node and the reason */
    refuse(reason: string): never;
    note(text: string): void;
    /** Refuses whatever the operator did not look at, so that nothing is ignored silently. */
    done(): void;
    has(i: number): boolean;
    result(i: number): Result;
    /** All inputs. */
    results(): readonly Result[];
    value(i: number): Value;
    constant(i: number, what: string): Constant;
    optional(i: number, what: string): Constant | null;
    /** A list of integers from an input, or from an attribute, as in older opsets. */
    list(i: number, name: string): readonly number[] | null;
    /** One number from an input, or from an attribute, as in older opsets. */
    single(i: number, name: string, fallback: number): number;
    /** Whether it has the attribute. */
    hasAttribute(name: string): boolean;
    attribute<K extends Attribute['is']>(name: string, kind: K): Extract<Attribute, {
        is: K;
    }> | null;
    number(name: string, fallback: number): number;
    numbers(name: string, fallback: readonly number[]): readonly number[];
    text(name: string, fallback: string): string;
    /** Accepts attributes that change nothing here. */
    ignore(...names: readonly string[]): void;
    /** The index of an axis without the batch, from ONNX's. */
    axis(given: number, { axes }: View): number;
    layer(className: string, config: Config, inputs: readonly Value[], weights?: readonly Numbers[], refusal?: string | null): Layer;
    /** The value; its layer also has this parameter, which was not looked up as a constant. */
    parametrized(value: Value, parameter: string): Value;
    /** A layer's output as a value. */
    made(layer: Layer, { memory, axes }: View, isPositive?: boolean): Value;
    /** A layer that keeps the shape. */
    applied(value: Value, className: string, config: Config, weights?: readonly Numbers[], isPositive?: boolean): Value;
    /** A value in an order in memory. */
    fitted(value: Value, target: readonly Group[]): Value;
    /** The value with its axes in the graph's order, each in one group. */
    inOrder(value: Value): Value;
    /** An image, or a sequence or a volume, with its channels last. */
    image(value: Value): Value;
    /**
     * The value with one axis of the graph last in memory; and for each place there its index on the
     * axis, if the order differs.
     */
    last(value: Value, axis: number): {
        readonly value: Value;
        readonly indices: Int32Array | null;
    };
}
/** Numbers along an axis, in the order of memory. */
export declare const reordered: (numbers: Numbers, indices: Int32Array | null) => Numbers;
//# sourceMappingURL=call.d.ts.map