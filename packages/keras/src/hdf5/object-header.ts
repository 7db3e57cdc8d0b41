// The header of a group or dataset: its messages, in one block or in several.
import { type Bytes, damaged, unsupported } from './bytes.js'
import { checkSum } from './checksum.js'

/** The kinds of messages that are read. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const
const CONTINUATION = 0x10

export interface Message {
  readonly type: number
  /** Where its data begins. */
  readonly at: number
  readonly size: number
}

/** A run of messages. */
interface Block {
  readonly at: number
  readonly size: number
}

/** The messages of the header at a place. */
export const messagesAt = (bytes: Bytes, at: number): readonly Message[] => {
  const isOld = bytes.u8(at) === 1
  const { first, prefix, flagsAt } = isOld ? oldHeader(bytes, at) : newHeader(bytes, at)
  bytes.once.enter(at, first.at + first.size - at)
  const messages: Message[] = []
  const blocks = [first]
  // iterating over a list also visits what is added on the way
  for (const block of blocks) {
    const end = block.at + block.size
    for (let here = block.at; here + prefix <= end;) {
      const type = isOld ? bytes.u16(here) : bytes.u8(here)
      const size = bytes.u16(here + (isOld ? 2 : 1))
      const data = here + prefix
      if (data + size > end) damaged(here, `a message that ends before byte ${end}`)
      here = data + size
      if (type === CONTINUATION) {
        const next = { at: bytes.place(data), size: bytes.u64(data + 8) }
        bytes.once.enter(next.at, next.size)
        bytes.part(next.at, next.size)
        blocks.push(isOld ? next : continued(bytes, next))
      } else if (type !== 0) {
        const isShared = (bytes.u8(data - prefix + flagsAt) & 2) !== 0
        if (isShared && Object.values<number>(MESSAGE).includes(type))
          unsupported(`a message of type ${type} that several objects share`)
        messages.push({ type, at: data, size })
      }
    }
  }
  return messages
}

interface Header {
  readonly first: Block
  /** The bytes before a message's data. */
  readonly prefix: number
  /** Where in them its flags are. */
  readonly flagsAt: number
}

const oldHeader = (bytes: Bytes, at: number): Header => ({
  first: { at: at + 16, size: bytes.u32(at + 8) },
  prefix: 8,
  flagsAt: 4,
})

const newHeader = (bytes: Bytes, at: number): Header => {
  bytes.signature(at, 'OHDR')
  bytes.version(at + 4, 2)
  const flags = bytes.u8(at + 5)
  const sizeAt = at + 6 + ((flags & 0x20) !== 0 ? 16 : 0) + ((flags & 0x10) !== 0 ? 4 : 0)
  const width = 1 << (flags & 3)
  const start = sizeAt + width
  const size = width === 8 ? bytes.u64(sizeAt) : bytes.small(sizeAt, width)
  checkSum(bytes, at, start - at + size)
  return { first: { at: start, size }, prefix: (flags & 4) !== 0 ? 6 : 4, flagsAt: 3 }
}

/** A further block of a newer header. */
const continued = (bytes: Bytes, { at, size }: Block): Block => {
  bytes.signature(at, 'OCHK')
  if (size < 8) damaged(at, 'a block of at least 8 bytes')
  checkSum(bytes, at, size - 4)
  return { at: at + 4, size: size - 8 }
}

/** The only message of a type; null if there is none. */
export const only = (messages: readonly Message[], type: number): Message | null => {
  const [found, other] = messages.filter((message) => message.type === type)
  if (other !== undefined) damaged(other.at, `no second message of type ${type}`)
  return found ?? null
}
