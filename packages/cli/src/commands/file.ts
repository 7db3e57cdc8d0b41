// The options and the steps that commands share if they open a file.
import type { Opened, ReadOptions } from '../formats/format.js'
import { open } from '../formats/open.js'
import { type Argument, count, text } from './command.js'

export const fileArgument: Argument = {
  name: 'FILE',
  does: 'a model (folder or model.json), a net (.json), or a module that exports one (.ts, .js)',
}

export const fileOptions = {
  export: text('name', 'which export of a module; otherwise its default or only net'),
}
export const seedOption = count('seed of new weights, where the file has none', 0)

/** Opens a file, passes it on, and frees it. */
export const withFile = async <T>(
  file: string | undefined,
  options: ReadOptions,
  use: (opened: Opened) => T | Promise<T>,
): Promise<T> => {
  const opened = await open(file ?? '', options)
  try {
    return await use(opened)
  } finally {
    opened.dispose()
  }
}
