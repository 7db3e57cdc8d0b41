// The contract of a composite: what its one file must define. A composite is a node that has parts
// or marks a place; all other nodes are layers.
import type { Json, JsonObject } from '../base/json.js'
import type { Call, Expr, Fields } from '../base/expression.js'
import type { Complaint } from '../base/problem.js'
import type {
  Arm,
  Chain,
  CompositeKind,
  CompositeNode,
  CompositeNodes,
  InputNode,
  Node,
  Part,
} from '../ast/node.js'
import type { Scope } from '../ast/scope.js'
import type { Summary } from '../ast/summary.js'
import type { Sizes } from '../shape/sizes.js'
import type { Kind } from '../types/block.js'
import type { CustomEntry } from './foreign.js'

/** Everything that the library knows about a composite. */
export interface Composite<N extends CompositeNode = CompositeNode> {
  readonly kind: N['kind']
  /** What messages call it: "a branch". */
  readonly noun: string
  /** The methods it adds to every block; its file merges their types into CompositeMethods. */
  readonly methods?: Readonly<Record<string, (this: unknown, ...given: never[]) => unknown>>
  /** The chains inside. */
  readonly parts: (node: N) => readonly Chain[]
  /**
   * The same node with other parts, as many and in the same order; absent where it has none, or
   * where its identity counts.
   */
  readonly withParts?: (node: N, parts: readonly Chain[]) => N
  /** Set if what comes out of its only part is what comes out of it. */
  readonly passes?: true
  /** How large it is and what it holds; called after its parts have been measured. */
  readonly size: (node: N) => Summary
  /** Set where it can be the first node after several inputs. */
  readonly mayFollowInputs?: true
  /** Walks it: reports names, positions and problems, and returns its output. */
  readonly walk: (node: N, value: Value, at: At, walk: Walk) => Value
  readonly json: CompositeJson<N>
  readonly source: Source<N>
}
/** A composite as JSON, and back. */
export interface CompositeJson<N extends CompositeNode = CompositeNode> {
  readonly write: (node: N, json: JsonWriter) => JsonObject
  readonly read: (given: JsonFields, path: string, json: JsonReader) => N | null
}

/** Every composite's definition, by its kind. */
export type Composites = { readonly [K in CompositeKind]: Composite<CompositeNodes[K]> }

// ---------- the walk over a description ----------

/** What flows from part to part; after a problem its shape is unknown and no more is reported. */
export interface Value {
  readonly from: string
  readonly shape: Sizes | null
  /** The inputs of a net with several, until they are merged. */
  readonly inputs?: ReadonlyMap<string, Value>
  /** What a graph with several outputs ends in: one for each head of the net. */
  readonly outputs?: readonly Value[]
}
export const UNKNOWN: Value = Object.freeze({ from: '', shape: null })

/** Where the walk stands. */
export interface At {
  readonly scope: Scope
  readonly frozen: boolean
  /** The rounds around it, as they are appended to the name of a tap: `.1.3`. */
  readonly rounds: string
  readonly tie: TieUse | null
}
/** One use of a tie: the node itself is the tie, `root` is the path of this use. */
export interface TieUse {
  readonly tie: Node
  readonly root: string
}

/** What a composite can ask of the walk. */
export interface Walk {
  /** Walks a part. */
  part(chain: Chain, value: Value, at: At): Value
  /** Adds a position of a kind with a complete config. */
  position(place: Placement, values: readonly Value[]): Value
  /** Adds a position of a custom layer with this output shape. */
  foreign(path: string, name: string, value: Value, shape: Sizes, at: At): Value
  /** Custom layers met so far, by name, each with the path of its first use. */
  readonly customs: Map<string, CustomEntry & { readonly path: string }>
  /** The layers that the factories of custom layers have handed out, with the path of each. */
  readonly handedOut: Map<object, string>
  readonly taps: Taps
  complain(path: string, node: Made, complaint: Complaint): void
  /** For a mistake in the node itself, which is the same wherever the node is used. */
  complainOnce(path: string, node: Made, ...complaints: readonly Complaint[]): void
}
/** What a call has made: a node, an input, or a step of a graph; its place is remembered. */
export type Made = object
export interface Placement {
  readonly path: string
  readonly node: Made
  readonly kind: Kind
  readonly config: object
  readonly at: At
}
/** The taps of a walk. */
export interface Taps {
  /**
   * Takes a name for a tap and returns it: its own name plus the rounds around it, c_2, c_3 in
   * further uses of a tie; null when the name is taken.
   */
  take(name: string, rounds: string, use: TieUse | null): string | null
  /** The names taken so far, for a message. */
  list(): string
  add(tap: { readonly name: string; readonly from: string; readonly shape: Sizes }): void
}

// ---------- JSON ----------

export type JsonFields = Readonly<Record<string, unknown>>

export interface JsonWriter {
  chain(chain: Chain): Json
  arms(arms: readonly Arm[]): Json
  /** Writes a node with an identity: in full the first time, then only its number. */
  once(node: CompositeNode, whole: () => JsonObject): JsonObject
}

/** Reads parts of untrusted JSON; a method that complains returns null. */
export interface JsonReader {
  /** Complains. */
  no(path: string, complaint: Complaint): null
  /** Complains about every key that is not allowed. */
  fields(given: JsonFields, path: string, allowed: readonly string[]): void
  chain(given: unknown, path: string): Chain
  arms(given: unknown, path: string): readonly Arm[] | null
  input(given: unknown, path: string): InputNode | null
  config(given: unknown, path: string): JsonObject | null
  name(given: unknown, path: string): string | null
  /** Nodes with an identity, by their numbers. */
  readonly numbered: Map<unknown, CompositeNode>
  /** The factories of custom layers that the caller gave. */
  readonly customs: ReadonlyMap<string, CustomEntry>
}

// ---------- TypeScript ----------

/** How to write a composite as TypeScript: as a value to pipe, or as a method call. */
export type Source<N extends CompositeNode> = ValueSource<N> | MethodSource<N>

interface Written<N extends CompositeNode> {
  /** Its parts, in the order in which they are written. */
  readonly parts: (node: N) => readonly Part[]
}
interface MethodSource<N extends CompositeNode> extends Written<N> {
  readonly call: (node: N, source: SourceWriter) => Call
  /** Set if the values of a graph have this method too. */
  readonly onValues?: true
}
export interface ValueSource<N extends CompositeNode> extends Written<N> {
  readonly call?: never
  /** The functions that it calls; no constant may take their names. */
  readonly functions: readonly string[]
  readonly express: (node: N, source: SourceWriter) => Expr
  /** How a chain with this as its first node starts; null where it starts with the plain value. */
  readonly begin?: (node: N, input: InputNode | null, source: SourceWriter) => Expr | null
  /** The input that it brings along, so that nothing has to start it. */
  readonly ownInput?: (node: N) => InputNode
  /** How a net that consists of it is written, if it makes these outputs itself; else null. */
  readonly ends?: (node: N, heads: readonly Arm[], source: SourceWriter) => Expr | null
  /** The part to write in its place, if it only groups what was passed to one call. */
  readonly transparent?: (node: N) => Part | null
  /** When to hold it in a constant; by default when it is long and used more than once. */
  readonly constant?: 'always' | 'never'
  /** The name of that constant; its kind by default. */
  readonly constantName?: (node: N) => string
  /** Set if the compiler works through its parts again at every use. */
  readonly nests?: true
  /** Set if the compiler must know everything about its parts, so none of them may be loose. */
  readonly needsTypes?: true
}

/** What a composite can ask of the writer of TypeScript. */
export interface SourceWriter {
  /** A part as written where it is used: a constant that holds it, or the part itself. */
  use(part: Part): string | Expr
  /** A part written out from its start, never as a constant. */
  whole(part: Part): Expr
  /** How many times a part is used. */
  uses(part: Part): number
  /** Whether a part brings along its own input. */
  isStarted(part: Part): boolean
  /** Whether two parts are written the same. */
  alike(a: Part, b: Part): boolean
  /** A call of a layersmith function, which gets imported. */
  call(name: string, ...args: Call['args']): Call
  /** The layer options that differ from their defaults, as one argument or none. */
  options(kind: Kind, config: JsonObject): readonly Fields[]
  /** How a value of a graph calls a node as its own method; null if it has to be piped. */
  onValue(node: Node): Call | null
  /** A name that nothing else in the module has. */
  name(wanted: string): string
  /** The name of the constant that holds a custom layer. */
  custom(name: string): string
}
