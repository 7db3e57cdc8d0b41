// The README's table of kinds, generated from the code.
import { pathToFileURL } from 'node:url'
import { cells, generated } from './generated.mjs'
import { at } from './run.mjs'

const SHARING = {
  nothing: ['nothing', 'equal ones share one instance'],
  pinnedShape: ['the shapes of its first use', 'one per position'],
  randomness: ['random numbers', 'one per position'],
  weights: ['weights', 'one per position, or per `tie`'],
  batchStatistics: ['weights and batch statistics', 'one per position, always'],
}

const row = ({ kind, method, classes, held, options }) => {
  const names = options
    .filter((o) => o.keras !== null)
    .map((o) => `${o.name} = \`${o.keras}\``)
    .join(', ')
  const seeded = held === 'nothing' && options.some((o) => o.name === 'seed')
  if (held === 'pinnedShape' && options.some((o) => o.name === 'layer'))
    return cells(
      `\`.${kind}()\``,
      classes.join(', '),
      names,
      'what its layer holds, and the shapes of its first use',
      'one per position, or with weights per `tie`',
    )
  const sharing = seeded
    ? SHARING.nothing.map((text, i) => `${text}; with a seed ${SHARING.randomness[i]}`)
    : SHARING[held]
  return cells(`\`${method ? `.${kind}()` : kind}\``, classes.join(', '), names, ...sharing)
}

/** The classes that are not kinds, grouped by reason. */
const rest = (notKinds) => {
  const reasons = [...new Set(Object.values(notKinds))]
  const classesOf = (reason) =>
    Object.keys(notKinds)
      .filter((name) => notKinds[name] === reason)
      .join(', ')
  return [
    'Layer classes without a kind:',
    '',
    ...reasons.map((reason) => `- ${classesOf(reason)}: ${reason}`),
  ]
}

/** Compares the table with the code, or rewrites it. Returns what is wrong. */
export async function kindTable(file, update) {
  const { kinds, notKinds } = await import(
    pathToFileURL(at('packages', 'core', 'dist', 'index.js'))
  )
  const order = Object.keys(SHARING)
  const sorted = [...kinds()].sort(
    (a, b) => order.indexOf(b.held) - order.indexOf(a.held) || (a.kind < b.kind ? -1 : 1),
  )
  const lines = [
    '| Method | Keras class | Keras names of options | Holds | Instances |',
    '| --- | --- | --- | --- | --- |',
    ...sorted.map(row),
    '',
    ...rest(notKinds),
  ]
  return generated(file, 'kinds', lines, update)
}
