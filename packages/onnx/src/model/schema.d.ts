import { type Message } from './message.js';
/** Types of attributes. */
export declare const ATTRIBUTE: {
    FLOAT: number;
    INT: number;
    STRING: number;
    TENSOR: number;
    FLOATS: number;
    INTS: number;
    STRINGS: number;
};
/** Element types that are written. */
export declare const ELEMENT: {
    FLOAT: number;
    INT64: number;
};
/** The location of a tensor in another file. */
export declare const EXTERNAL = 1;
declare const tensor: import("./message.js").MessageType<{
    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
    dataType: import("./message.js").Field<number, number>;
    floatData: import("./message.js").Field<number[], readonly number[]>;
    int32Data: import("./message.js").Field<number[], readonly number[]>;
    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
    name: import("./message.js").Field<string, string>;
    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
    doubleData: import("./message.js").Field<number[], readonly number[]>;
    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
    externalData: import("./message.js").Field<Message<{
        key: import("./message.js").Field<string, string>;
        value: import("./message.js").Field<string, string>;
    }>[], readonly import("./message.js").Given<{
        key: import("./message.js").Field<string, string>;
        value: import("./message.js").Field<string, string>;
    }>[]>;
    /** {@link EXTERNAL} for one in another file. */
    dataLocation: import("./message.js").Field<number, number>;
}>;
export type TensorProto = Message<(typeof tensor)['fields']>;
declare const attribute: import("./message.js").MessageType<{
    name: import("./message.js").Field<string, string>;
    f: import("./message.js").Field<number, number>;
    i: import("./message.js").Field<bigint, bigint>;
    s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
    t: import("./message.js").Field<Message<{
        dims: import("./message.js").Field<bigint[], readonly bigint[]>;
        dataType: import("./message.js").Field<number, number>;
        floatData: import("./message.js").Field<number[], readonly number[]>;
        int32Data: import("./message.js").Field<number[], readonly number[]>;
        int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        name: import("./message.js").Field<string, string>;
        rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        doubleData: import("./message.js").Field<number[], readonly number[]>;
        uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        externalData: import("./message.js").Field<Message<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[]>;
        /** {@link EXTERNAL} for one in another file. */
        dataLocation: import("./message.js").Field<number, number>;
    }> | undefined, import("./message.js").Given<{
        dims: import("./message.js").Field<bigint[], readonly bigint[]>;
        dataType: import("./message.js").Field<number, number>;
        floatData: import("./message.js").Field<number[], readonly number[]>;
        int32Data: import("./message.js").Field<number[], readonly number[]>;
        int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        name: import("./message.js").Field<string, string>;
        rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        doubleData: import("./message.js").Field<number[], readonly number[]>;
        uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        externalData: import("./message.js").Field<Message<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[]>;
        /** {@link EXTERNAL} for one in another file. */
        dataLocation: import("./message.js").Field<number, number>;
    }>>;
    floats: import("./message.js").Field<number[], readonly number[]>;
    ints: import("./message.js").Field<bigint[], readonly bigint[]>;
    strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
    /** One of {@link ATTRIBUTE}. */
    type: import("./message.js").Field<number, number>;
}>;
export type AttributeProto = Message<(typeof attribute)['fields']>;
declare const node: import("./message.js").MessageType<{
    input: import("./message.js").Field<string[], readonly string[]>;
    output: import("./message.js").Field<string[], readonly string[]>;
    name: import("./message.js").Field<string, string>;
    opType: import("./message.js").Field<string, string>;
    attribute: import("./message.js").Field<Message<{
        name: import("./message.js").Field<string, string>;
        f: import("./message.js").Field<number, number>;
        i: import("./message.js").Field<bigint, bigint>;
        s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        t: import("./message.js").Field<Message<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }> | undefined, import("./message.js").Given<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>>;
        floats: import("./message.js").Field<number[], readonly number[]>;
        ints: import("./message.js").Field<bigint[], readonly bigint[]>;
        strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
        /** One of {@link ATTRIBUTE}. */
        type: import("./message.js").Field<number, number>;
    }>[], readonly import("./message.js").Given<{
        name: import("./message.js").Field<string, string>;
        f: import("./message.js").Field<number, number>;
        i: import("./message.js").Field<bigint, bigint>;
        s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        t: import("./message.js").Field<Message<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }> | undefined, import("./message.js").Given<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>>;
        floats: import("./message.js").Field<number[], readonly number[]>;
        ints: import("./message.js").Field<bigint[], readonly bigint[]>;
        strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
        /** One of {@link ATTRIBUTE}. */
        type: import("./message.js").Field<number, number>;
    }>[]>;
    domain: import("./message.js").Field<string, string>;
}>;
export type NodeProto = Message<(typeof node)['fields']>;
declare const valueInfo: import("./message.js").MessageType<{
    name: import("./message.js").Field<string, string>;
    type: import("./message.js").Field<Message<{
        tensorType: import("./message.js").Field<Message<{
            elemType: import("./message.js").Field<number, number>;
            shape: import("./message.js").Field<Message<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }> | undefined, import("./message.js").Given<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            elemType: import("./message.js").Field<number, number>;
            shape: import("./message.js").Field<Message<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }> | undefined, import("./message.js").Given<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }>>;
        }>>;
    }> | undefined, import("./message.js").Given<{
        tensorType: import("./message.js").Field<Message<{
            elemType: import("./message.js").Field<number, number>;
            shape: import("./message.js").Field<Message<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }> | undefined, import("./message.js").Given<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            elemType: import("./message.js").Field<number, number>;
            shape: import("./message.js").Field<Message<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }> | undefined, import("./message.js").Given<{
                dim: import("./message.js").Field<Message<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                    dimParam: import("./message.js").Field<string, string>;
                }>[]>;
            }>>;
        }>>;
    }>>;
}>;
export type ValueInfoProto = Message<(typeof valueInfo)['fields']>;
declare const graph: import("./message.js").MessageType<{
    node: import("./message.js").Field<Message<{
        input: import("./message.js").Field<string[], readonly string[]>;
        output: import("./message.js").Field<string[], readonly string[]>;
        name: import("./message.js").Field<string, string>;
        opType: import("./message.js").Field<string, string>;
        attribute: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            f: import("./message.js").Field<number, number>;
            i: import("./message.js").Field<bigint, bigint>;
            s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            t: import("./message.js").Field<Message<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }> | undefined, import("./message.js").Given<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }>>;
            floats: import("./message.js").Field<number[], readonly number[]>;
            ints: import("./message.js").Field<bigint[], readonly bigint[]>;
            strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
            /** One of {@link ATTRIBUTE}. */
            type: import("./message.js").Field<number, number>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            f: import("./message.js").Field<number, number>;
            i: import("./message.js").Field<bigint, bigint>;
            s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            t: import("./message.js").Field<Message<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }> | undefined, import("./message.js").Given<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }>>;
            floats: import("./message.js").Field<number[], readonly number[]>;
            ints: import("./message.js").Field<bigint[], readonly bigint[]>;
            strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
            /** One of {@link ATTRIBUTE}. */
            type: import("./message.js").Field<number, number>;
        }>[]>;
        domain: import("./message.js").Field<string, string>;
    }>[], readonly import("./message.js").Given<{
        input: import("./message.js").Field<string[], readonly string[]>;
        output: import("./message.js").Field<string[], readonly string[]>;
        name: import("./message.js").Field<string, string>;
        opType: import("./message.js").Field<string, string>;
        attribute: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            f: import("./message.js").Field<number, number>;
            i: import("./message.js").Field<bigint, bigint>;
            s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            t: import("./message.js").Field<Message<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }> | undefined, import("./message.js").Given<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }>>;
            floats: import("./message.js").Field<number[], readonly number[]>;
            ints: import("./message.js").Field<bigint[], readonly bigint[]>;
            strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
            /** One of {@link ATTRIBUTE}. */
            type: import("./message.js").Field<number, number>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            f: import("./message.js").Field<number, number>;
            i: import("./message.js").Field<bigint, bigint>;
            s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            t: import("./message.js").Field<Message<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }> | undefined, import("./message.js").Given<{
                dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                dataType: import("./message.js").Field<number, number>;
                floatData: import("./message.js").Field<number[], readonly number[]>;
                int32Data: import("./message.js").Field<number[], readonly number[]>;
                int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                name: import("./message.js").Field<string, string>;
                rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                doubleData: import("./message.js").Field<number[], readonly number[]>;
                uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                externalData: import("./message.js").Field<Message<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[], readonly import("./message.js").Given<{
                    key: import("./message.js").Field<string, string>;
                    value: import("./message.js").Field<string, string>;
                }>[]>;
                /** {@link EXTERNAL} for one in another file. */
                dataLocation: import("./message.js").Field<number, number>;
            }>>;
            floats: import("./message.js").Field<number[], readonly number[]>;
            ints: import("./message.js").Field<bigint[], readonly bigint[]>;
            strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
            /** One of {@link ATTRIBUTE}. */
            type: import("./message.js").Field<number, number>;
        }>[]>;
        domain: import("./message.js").Field<string, string>;
    }>[]>;
    name: import("./message.js").Field<string, string>;
    initializer: import("./message.js").Field<Message<{
        dims: import("./message.js").Field<bigint[], readonly bigint[]>;
        dataType: import("./message.js").Field<number, number>;
        floatData: import("./message.js").Field<number[], readonly number[]>;
        int32Data: import("./message.js").Field<number[], readonly number[]>;
        int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        name: import("./message.js").Field<string, string>;
        rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        doubleData: import("./message.js").Field<number[], readonly number[]>;
        uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        externalData: import("./message.js").Field<Message<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[]>;
        /** {@link EXTERNAL} for one in another file. */
        dataLocation: import("./message.js").Field<number, number>;
    }>[], readonly import("./message.js").Given<{
        dims: import("./message.js").Field<bigint[], readonly bigint[]>;
        dataType: import("./message.js").Field<number, number>;
        floatData: import("./message.js").Field<number[], readonly number[]>;
        int32Data: import("./message.js").Field<number[], readonly number[]>;
        int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        name: import("./message.js").Field<string, string>;
        rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
        doubleData: import("./message.js").Field<number[], readonly number[]>;
        uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
        externalData: import("./message.js").Field<Message<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            key: import("./message.js").Field<string, string>;
            value: import("./message.js").Field<string, string>;
        }>[]>;
        /** {@link EXTERNAL} for one in another file. */
        dataLocation: import("./message.js").Field<number, number>;
    }>[]>;
    input: import("./message.js").Field<Message<{
        name: import("./message.js").Field<string, string>;
        type: import("./message.js").Field<Message<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }>>;
    }>[], readonly import("./message.js").Given<{
        name: import("./message.js").Field<string, string>;
        type: import("./message.js").Field<Message<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }>>;
    }>[]>;
    output: import("./message.js").Field<Message<{
        name: import("./message.js").Field<string, string>;
        type: import("./message.js").Field<Message<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }>>;
    }>[], readonly import("./message.js").Given<{
        name: import("./message.js").Field<string, string>;
        type: import("./message.js").Field<Message<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }> | undefined, import("./message.js").Given<{
            tensorType: import("./message.js").Field<Message<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                elemType: import("./message.js").Field<number, number>;
                shape: import("./message.js").Field<Message<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }> | undefined, import("./message.js").Given<{
                    dim: import("./message.js").Field<Message<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                        dimParam: import("./message.js").Field<string, string>;
                    }>[]>;
                }>>;
            }>>;
        }>>;
    }>[]>;
    sparseInitializer: import("./message.js").Field<Message<{}>[], readonly import("./message.js").Given<{}>[]>;
}>;
export type GraphProto = Message<(typeof graph)['fields']>;
/** A whole file. */
export declare const model: import("./message.js").MessageType<{
    irVersion: import("./message.js").Field<bigint, bigint>;
    producerName: import("./message.js").Field<string, string>;
    producerVersion: import("./message.js").Field<string, string>;
    graph: import("./message.js").Field<Message<{
        node: import("./message.js").Field<Message<{
            input: import("./message.js").Field<string[], readonly string[]>;
            output: import("./message.js").Field<string[], readonly string[]>;
            name: import("./message.js").Field<string, string>;
            opType: import("./message.js").Field<string, string>;
            attribute: import("./message.js").Field<Message<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[], readonly import("./message.js").Given<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[]>;
            domain: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            input: import("./message.js").Field<string[], readonly string[]>;
            output: import("./message.js").Field<string[], readonly string[]>;
            name: import("./message.js").Field<string, string>;
            opType: import("./message.js").Field<string, string>;
            attribute: import("./message.js").Field<Message<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[], readonly import("./message.js").Given<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[]>;
            domain: import("./message.js").Field<string, string>;
        }>[]>;
        name: import("./message.js").Field<string, string>;
        initializer: import("./message.js").Field<Message<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>[], readonly import("./message.js").Given<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>[]>;
        input: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[]>;
        output: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[]>;
        sparseInitializer: import("./message.js").Field<Message<{}>[], readonly import("./message.js").Given<{}>[]>;
    }> | undefined, import("./message.js").Given<{
        node: import("./message.js").Field<Message<{
            input: import("./message.js").Field<string[], readonly string[]>;
            output: import("./message.js").Field<string[], readonly string[]>;
            name: import("./message.js").Field<string, string>;
            opType: import("./message.js").Field<string, string>;
            attribute: import("./message.js").Field<Message<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[], readonly import("./message.js").Given<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[]>;
            domain: import("./message.js").Field<string, string>;
        }>[], readonly import("./message.js").Given<{
            input: import("./message.js").Field<string[], readonly string[]>;
            output: import("./message.js").Field<string[], readonly string[]>;
            name: import("./message.js").Field<string, string>;
            opType: import("./message.js").Field<string, string>;
            attribute: import("./message.js").Field<Message<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[], readonly import("./message.js").Given<{
                name: import("./message.js").Field<string, string>;
                f: import("./message.js").Field<number, number>;
                i: import("./message.js").Field<bigint, bigint>;
                s: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                t: import("./message.js").Field<Message<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }> | undefined, import("./message.js").Given<{
                    dims: import("./message.js").Field<bigint[], readonly bigint[]>;
                    dataType: import("./message.js").Field<number, number>;
                    floatData: import("./message.js").Field<number[], readonly number[]>;
                    int32Data: import("./message.js").Field<number[], readonly number[]>;
                    int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    name: import("./message.js").Field<string, string>;
                    rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
                    doubleData: import("./message.js").Field<number[], readonly number[]>;
                    uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
                    externalData: import("./message.js").Field<Message<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[], readonly import("./message.js").Given<{
                        key: import("./message.js").Field<string, string>;
                        value: import("./message.js").Field<string, string>;
                    }>[]>;
                    /** {@link EXTERNAL} for one in another file. */
                    dataLocation: import("./message.js").Field<number, number>;
                }>>;
                floats: import("./message.js").Field<number[], readonly number[]>;
                ints: import("./message.js").Field<bigint[], readonly bigint[]>;
                strings: import("./message.js").Field<Uint8Array<ArrayBufferLike>[], readonly Uint8Array<ArrayBufferLike>[]>;
                /** One of {@link ATTRIBUTE}. */
                type: import("./message.js").Field<number, number>;
            }>[]>;
            domain: import("./message.js").Field<string, string>;
        }>[]>;
        name: import("./message.js").Field<string, string>;
        initializer: import("./message.js").Field<Message<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>[], readonly import("./message.js").Given<{
            dims: import("./message.js").Field<bigint[], readonly bigint[]>;
            dataType: import("./message.js").Field<number, number>;
            floatData: import("./message.js").Field<number[], readonly number[]>;
            int32Data: import("./message.js").Field<number[], readonly number[]>;
            int64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            name: import("./message.js").Field<string, string>;
            rawData: import("./message.js").Field<Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>;
            doubleData: import("./message.js").Field<number[], readonly number[]>;
            uint64Data: import("./message.js").Field<bigint[], readonly bigint[]>;
            externalData: import("./message.js").Field<Message<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[], readonly import("./message.js").Given<{
                key: import("./message.js").Field<string, string>;
                value: import("./message.js").Field<string, string>;
            }>[]>;
            /** {@link EXTERNAL} for one in another file. */
            dataLocation: import("./message.js").Field<number, number>;
        }>[]>;
        input: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[]>;
        output: import("./message.js").Field<Message<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[], readonly import("./message.js").Given<{
            name: import("./message.js").Field<string, string>;
            type: import("./message.js").Field<Message<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }> | undefined, import("./message.js").Given<{
                tensorType: import("./message.js").Field<Message<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }> | undefined, import("./message.js").Given<{
                    elemType: import("./message.js").Field<number, number>;
                    shape: import("./message.js").Field<Message<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }> | undefined, import("./message.js").Given<{
                        dim: import("./message.js").Field<Message<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[], readonly import("./message.js").Given<{
                            dimValue: import("./message.js").Field<bigint | undefined, bigint>;
                            dimParam: import("./message.js").Field<string, string>;
                        }>[]>;
                    }>>;
                }>>;
            }>>;
        }>[]>;
        sparseInitializer: import("./message.js").Field<Message<{}>[], readonly import("./message.js").Given<{}>[]>;
    }>>;
    opsetImport: import("./message.js").Field<Message<{
        domain: import("./message.js").Field<string, string>;
        version: import("./message.js").Field<bigint, bigint>;
    }>[], readonly import("./message.js").Given<{
        domain: import("./message.js").Field<string, string>;
        version: import("./message.js").Field<bigint, bigint>;
    }>[]>;
}>;
export type ModelProto = Message<(typeof model)['fields']>;
export {};
//# sourceMappingURL=schema.d.ts.map