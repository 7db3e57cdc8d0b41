// Messages of protocol buffers, described by tables of their fields. @bufbuild/protobuf reads and
// writes the values; its own descriptions of messages would add 10 kB to a page.
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** How a value is read and written; G is what `write` takes. */
interface Type<T, G> {
  readonly wire: WireType
  /** What a message without the field has. */
  readonly none: T
  /** @param before the value so far, since a message may come in pieces */
  read(reader: BinaryReader, before: T): T
  write(writer: BinaryWriter, value: G): unknown
}

/** A field of a message. */
export interface Field<T = unknown, G = unknown> {
  readonly number: number
  readonly type: Type<unknown, unknown>
  readonly isList: boolean
  none(): T
  /** Reads what follows a tag, or skips it if it is not of the type. */
  read(reader: BinaryReader, wire: WireType, before: T): T
  write(writer: BinaryWriter, value: G): void
}
export type Fields = Readonly<Record<string, Field>>

/** A message as it is read. */
export type Message<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T, infer _> ? T : never
}
/** A message to write: fields that are left out are not written. */
export type Given<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Field<infer _, infer G> ? G : never
}

export interface MessageType<F extends Fields> extends Type<Message<F> | undefined, Given<F>> {
  readonly fields: F
  /**
   * The message that these bytes are.
   * @throws Error of the library if they are damaged
   */
  decode(given: Uint8Array, before?: Message<F>): Message<F>
  encode(given: Given<F>): Uint8Array<ArrayBuffer>
}

type Scalar = 'double' | 'float' | 'int32' | 'int64' | 'uint64' | 'string' | 'bytes'

/** A type of the library's, by its name. */
const scalar = <T>(name: Scalar, wire: WireType, none: T): Type<T, T> => ({
  wire,
  none,
  // the reader's method of this name gives a T, and the writer's takes one
  read: (reader) => reader[name]() as T,
  write: (writer, value) => writer[name](value as never),
})
export const double = scalar('double', WireType.Bit64, 0)
export const float = scalar('float', WireType.Bit32, 0)
export const int32 = scalar('int32', WireType.Varint, 0)
export const int64 = scalar('int64', WireType.Varint, 0n)
export const uint64 = scalar('uint64', WireType.Varint, 0n)
export const string = scalar('string', WireType.LengthDelimited, '')
/** A view of the file. */
export const bytes = scalar<Uint8Array>('bytes', WireType.LengthDelimited, new Uint8Array())

/** The same type where a message without the field has undefined. */
export const optional = <T, G>(type: Type<T, G>): Type<T | undefined, G> => ({
  ...type,
  none: undefined,
})

/** The type of a message with these fields. */
export const message = <F extends Fields>(fields: F): MessageType<F> => {
  const byNumber = new Map(
    Object.entries(fields).map(([name, field]) => [field.number, { name, field }]),
  )
  const empty = (): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.none()]))
  const decode = (given: Uint8Array, before?: Message<F>): Message<F> => {
    // ends where the message does, whatever the sizes inside say
    const reader = new BinaryReader(given)
    const values: Record<string, unknown> = { ...(before ?? empty()) }
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag()
      const known = byNumber.get(number)
      if (known === undefined) reader.skip(wire, number)
      else values[known.name] = known.field.read(reader, wire, values[known.name])
    }
    return values as Message<F> // each field was read by its type
  }
  const write = (writer: BinaryWriter, given: Given<F>): BinaryWriter => {
    const values: Readonly<Record<string, unknown>> = given
    for (const [name, field] of Object.entries(fields))
      if (values[name] !== undefined) field.write(writer, values[name])
    return writer
  }
  return {
    wire: WireType.LengthDelimited,
    none: undefined,
    fields,
    decode,
    encode: (given) => write(new BinaryWriter(), given).finish(),
    read: (reader, before) => decode(reader.bytes(), before),
    write: (writer, given) => write(writer.fork(), given).join(),
  }
}

/** A field with one value; of several, the last one counts. */
export const one = <T, G>(number: number, type: Type<T, G>): Field<T, G> => ({
  number,
  type,
  isList: false,
  none: () => type.none,
  read: (reader, wire, before) => {
    if (wire === type.wire) return type.read(reader, before)
    reader.skip(wire, number)
    return before
  },
  write: (writer, value) => {
    type.write(writer.tag(number, type.wire), value)
  },
})

/** A field with a list of values. */
export const many = <T, G>(
  number: number,
  type: Type<T, G>,
): Field<NonNullable<T>[], readonly G[]> => ({
  number,
  type,
  isList: true,
  none: () => [],
  read: (reader, wire, before) => {
    const next = (from: BinaryReader): void => {
      const value = type.read(from, type.none)
      if (value !== undefined && value !== null) before.push(value)
    }
    if (wire === type.wire) next(reader)
    // numbers may come one by one, or packed
    else if (wire === WireType.LengthDelimited) {
      const packed = new BinaryReader(reader.bytes())
      while (packed.pos < packed.len) next(packed)
    } else reader.skip(wire, number)
    return before
  },
  write: (writer, values) => {
    for (const value of values) type.write(writer.tag(number, type.wire), value)
  },
})
