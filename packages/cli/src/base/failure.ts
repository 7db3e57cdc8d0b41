/**
 * How the process ends: 0 done, 1 findings or a file that cannot be used, 2 wrong usage. Ctrl-C
 * ends it by the signal, which shells report as 130.
 */
export type ExitCode = 0 | 1 | 2

/**
 * An error that the user can fix: its message says what is wrong and how to fix it, without a stack
 * trace.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exit: ExitCode
  /** @param exit 1 for a file that cannot be used, 2 for wrong usage */
  constructor(message: string, exit: ExitCode = 1) {
    super(message)
    this.exit = exit
  }
}

/** What an error says; anything can be thrown. */
export const messageOf = (e: unknown): string => (e instanceof Error ? e.message : String(e))

/** The code of an error of Node.js, such as ENOENT. */
export const codeOf = (e: unknown): string | null =>
  typeof e === 'object' && e !== null && 'code' in e && typeof e.code === 'string' ? e.code : null

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; check who may read and write there',
  EISDIR: 'it is a folder; name a file',
  ENOENT: 'there is no such file or folder; check the path',
  ENOSPC: 'the disk is full; make room',
  ENOTDIR: 'a part of the path is a file; check the path',
  EPERM: 'permission denied; check who may read and write there',
  EROFS: 'this place is read-only; name another',
}

/** Why Node.js could not read or write a file, with what to do. */
export const reasonOf = (e: unknown): string => words[codeOf(e) ?? ''] ?? messageOf(e)
