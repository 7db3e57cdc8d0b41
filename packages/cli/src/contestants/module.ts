// The module that the process of a backend reads its contestants from: its address has their files.
import { contestantsOf } from './of-files.js'

const { searchParams } = new URL(import.meta.url)
const asked = searchParams.get('asked') ?? '[]'

// addressFor wrote them
export const { contestants } = await contestantsOf(
  ...(JSON.parse(asked) as Parameters<typeof contestantsOf>),
)
