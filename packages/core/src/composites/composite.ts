// The contract of a composite: what its one file has to say. A composite is a node that has parts
// or marks a place; all others are layers.
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

/** All that the library knows of a composite. */
export interface Composite<N extends CompositeNode = CompositeNode> {
  readonly kind: N['kind']
  /** What it is in a sentence: "a branch". */
  readonly noun: string
  /** The methods that it adds to every block; their types are merged into CompositeMethods. */
  readonly methods?: Readonly<Record<string, (this: unknown, ...given: never[]) => unknown>>
  /** The chains inside. */
  readonly parts: (node: N) => readonly Chain[]
  /** How large it is and what it holds, after its parts have been measured. */
  readonly size: (node: N) => Summary
  /** Set where it can be the first node after several inputs. */
  readonly takesInputs?: true
  /** Goes through it: names, positions and problems, and what comes out. */
  readonly walk: (node: N, value: Value, at: At, walk: Walk) => Value
  /** As JSON, and back. */
  readonly write: (node: N, json: JsonWriter) => JsonObject
  readonly read: (given: JsonFields, path: string, json: JsonReader) => N | null
  readonly source: Source<N>
}
/** The definition of each composite; the only list of them is all.ts. */
export type Composites = { readonly [K in CompositeKind]: Composite<CompositeNodes[K]> }

// ---------- the walk over a description ----------

/** What flows from part to part; after a problem the shape is unknown and no more is said of it. */
export interface Value {
  readonly from: string
  readonly shape: Sizes | null
  /** The inputs of a net that has several, until they are merged. */
  readonly inputs?: ReadonlyMap<string, Value>
}
export const UNKNOWN: Value = Object.freeze({ from: '', shape: null })

/** Where the walk stands. */
export interface At {
  readonly scope: Scope
  readonly frozen: boolean
  /** The rounds around it, as they follow the name of a tap: `.1.3`. */
  readonly rounds: string
  readonly tie: TieUse | null
}
/** One use of a tie: the node itself is the tie, `root` is the path of this use. */
export interface TieUse {
  readonly tie: Node
  readonly root: string
}

/** What a composite may ask of the walk. */
export interface Walk {
  /** Goes through a part. */
  part(chain: Chain, value: Value, at: At): Value
  /** A position of a kind with a complete config; `named` may reword what its shape complains of. */
  position(place: Place, values: readonly Value[], named?: (c: Complaint) => Complaint): Value
  /** A position of a custom layer, which gives this shape. */
  foreign(path: string, name: string, value: Value, shape: Sizes, at: At): Value
  /** Custom layers met so far, by name, each with the path of its first use. */
  readonly customs: Map<string, CustomEntry & { readonly path: string }>
  /** The layers that factories of custom layers handed out, and where. */
  readonly handedOut: Map<object, string>
  readonly taps: Taps
  complain(path: string, node: Node, complaint: Complaint): void
  /** For what is wrong with a node itself, wherever it is used. */
  complainOnce(path: string, node: Node | InputNode, ...complaints: readonly Complaint[]): void
}
export interface Place {
  readonly path: string
  readonly node: Node
  readonly kind: Kind
  readonly config: object
  readonly at: At
}
/** The taps of a walk. */
export interface Taps {
  /**
   * The name of a tap: its own, with the rounds around it; c_2, c_3 in further uses of a tie; null
   * when it is taken.
   */
  take(name: string, rounds: string, use: TieUse | null): string | null
  /** The names so far, for a message. */
  list(): string
  add(tap: { readonly name: string; readonly from: string; readonly shape: Sizes }): void
}

// ---------- JSON ----------

export type JsonFields = Readonly<Record<string, unknown>>

export interface JsonWriter {
  chain(chain: Chain): Json
  arms(arms: readonly Arm[]): Json
  /** A node that is one by its identity: written whole the first time, then by its number. */
  once(node: CompositeNode, whole: () => JsonObject): JsonObject
}

/** Reads parts of untrusted JSON; null after a complaint. */
export interface JsonReader {
  /** Complains. */
  no(path: string, complaint: Complaint): null
  /** Names every key that should not be there. */
  fields(given: JsonFields, path: string, allowed: readonly string[]): void
  chain(given: unknown, path: string): Chain
  arms(given: unknown, path: string): readonly Arm[] | null
  input(given: unknown, path: string): InputNode | null
  config(given: unknown, path: string): JsonObject | null
  name(given: unknown, path: string): string | null
  /** Nodes that are one by their identity, by their number. */
  readonly numbered: Map<unknown, CompositeNode>
  /** The factories of custom layers that the caller gave. */
  readonly customs: ReadonlyMap<string, CustomEntry>
}

// ---------- TypeScript ----------

/** How a composite is written as TypeScript: as a value that is piped, or as a call of a method. */
export type Source<N extends CompositeNode> = ValueSource<N> | MethodSource<N>

interface MethodSource<N extends CompositeNode> {
  readonly call: (node: N) => Call
}
export interface ValueSource<N extends CompositeNode> {
  readonly call?: never
  /** The functions that it calls; no constant gets their names. */
  readonly functions: readonly string[]
  /** Its parts as they are written, in this order. */
  readonly parts: (node: N) => readonly Part[]
  readonly express: (node: N, source: SourceWriter) => Expr
  /** What a chain begins with whose first node it is, where that is no value; null where it is one. */
  readonly begin?: (node: N, input: InputNode | null, source: SourceWriter) => Expr | null
  /** The part in its place, where it only holds together what one call was given. */
  readonly transparent?: (node: N) => Part | null
  /** When a constant holds it; by default when it is used more than once and is long. */
  readonly constant?: 'always' | 'never'
  /** The name of such a constant; its kind by default. */
  readonly constantName?: (node: N) => string
  /** Whether the compiler works through its parts anew wherever it is used. */
  readonly nests?: true
  /** Whether the compiler must know all about its parts, so that none of them may be loose. */
  readonly needsTypes?: true
}

/** What a composite may ask of the writer of TypeScript. */
export interface SourceWriter {
  /** A part where it is used: a constant that holds it, or itself. */
  use(part: Part): string | Expr
  /** A part from its beginning, never by a constant. */
  whole(part: Part): Expr
  /** How often a part is written. */
  uses(part: Part): number
  /** Whether two parts are written alike. */
  alike(a: Part, b: Part): boolean
  /** A call of a function of layersmith, which is imported. */
  call(name: string, ...args: Call['args']): Call
  /** The options of a layer that differ from their defaults, as one argument or none. */
  options(kind: Kind, config: JsonObject): readonly Fields[]
  /** The constant of a custom layer. */
  custom(name: string): string
}
