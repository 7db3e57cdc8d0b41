import type { Graph, Node } from '../model/types.js';
/**
 * The nodes, each after those that it depends on; files need not be sorted.
 * @throws Error that names a node in a cycle, or a name that is missing or not unique
 */
export declare const sorted: ({ nodes, inputs, tensors }: Graph) => readonly Node[];
/** How often each name is read, by nodes and as an output of the graph. */
export declare const usesOf: ({ nodes, outputs }: Graph) => ReadonlyMap<string, number>;
/** Whether an input reaches operators that expect channels first, in the same order. */
export declare const hasChannelsFirst: ({ nodes }: Graph, input: string) => boolean;
//# sourceMappingURL=order.d.ts.map