import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
/** How a value is read and written; G is what `write` takes. */
interface Type<T, G> {
    readonly wire: WireType;
    /** What a message without the field has. */
    readonly none: T;
    /** @param before the value so far, since a message may come in pieces */
    read(reader: BinaryReader, before: T): T;
    write(writer: BinaryWriter, value: G): unknown;
}
/** A field of a message. */
export interface Field<T = unknown, G = unknown> {
    readonly number: number;
    readonly type: Type<unknown, unknown>;
    readonly isList: boolean;
    none(): T;
    /** Reads what follows a tag, or skips it if it is not of the type. */
    read(reader: BinaryReader, wire: WireType, before: T): T;
    write(writer: BinaryWriter, value: G): void;
}
export type Fields = Readonly<Record<string, Field>>;
/** A message as it is read. */
export type Message<F extends Fields> = {
    readonly [K in keyof F]: F[K] extends Field<infer T, infer _> ? T : never;
};
/** A message to write: fields that are left out are not written. */
export type Given<F extends Fields> = {
    readonly [K in keyof F]?: F[K] extends Field<infer _, infer G> ? G : never;
};
export interface MessageType<F extends Fields> extends Type<Message<F> | undefined, Given<F>> {
    readonly fields: F;
    /**
     * The message that these bytes are.
     * @throws Error of the library if they are damaged
     */
    decode(given: Uint8Array, before?: Message<F>): Message<F>;
    encode(given: Given<F>): Uint8Array<ArrayBuffer>;
}
export declare const double: Type<number, number>;
export declare const float: Type<number, number>;
export declare const int32: Type<number, number>;
export declare const int64: Type<bigint, bigint>;
export declare const uint64: Type<bigint, bigint>;
export declare const string: Type<string, string>;
/** A view of the file. */
export declare const bytes: Type<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
/** The same type where a message without the field has undefined. */
export declare const optional: <T, G>(type: Type<T, G>) => Type<T | undefined, G>;
/** The type of a message with these fields. */
export declare const message: <F extends Fields>(fields: F) => MessageType<F>;
/** A field with one value; of several, the last one counts. */
export declare const one: <T, G>(number: number, type: Type<T, G>) => Field<T, G>;
/** A field with a list of values. */
export declare const many: <T, G>(number: number, type: Type<T, G>) => Field<NonNullable<T>[], readonly G[]>;
export {};
//# sourceMappingURL=message.d.ts.map