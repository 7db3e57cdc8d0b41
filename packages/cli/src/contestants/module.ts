// The module that the process of a backend reads its contestants from: its address has their files.
import { contestantsOf } from './of-files.js'

const files = new URL(import.meta.url).searchParams.get('files') ?? '[]'

// addressFor wrote the files
export const { contestants } = await contestantsOf(JSON.parse(files) as readonly string[])
