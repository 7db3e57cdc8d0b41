// Packages that some commands need and not everybody installs.
import { codeOf, Failure, messageOf } from './failure.js'

/** The package's exports, from a function that imports it. */
export const optional = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (e) {
    if (codeOf(e) === 'ERR_MODULE_NOT_FOUND' && messageOf(e).includes(`'${name}'`))
      throw new Failure(`this needs ${name}, which is not installed; run npm install ${name}`)
    throw e
  }
}
