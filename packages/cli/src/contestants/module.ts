// The module from which a backend's process reads its contestants. Its address names their files.
import { contestantsOf } from './of-files.js'

const { searchParams } = new URL(import.meta.url)
const asked = searchParams.get('asked') ?? '[]'

// addressFor wrote these parameters
export const { contestants } = await contestantsOf(
  ...(JSON.parse(asked) as Parameters<typeof contestantsOf>),
)
