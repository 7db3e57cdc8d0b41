// The links of the packages' READMEs. npm and node_modules have them without the rest of the
// repository, so they must link to the repository for anything that is not in the package.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { at } from './run.mjs'
import { published } from './workspace.mjs'

const { repository } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
/** Where a file of this repository can be read. */
export const home = `${repository}/blob/main/`

/** A heading as GitHub names it in addresses. */
const anchor = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const headings = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) => anchor(line.replace(/^#+/, '')))

const withoutFences = (text) => text.replace(/^```[\s\S]*?^```/gm, '')

function wrong(readme, link) {
  if (/^[a-z]+:/.test(link) && !link.startsWith(home)) return null
  const [file, heading] = link.split('#')
  const place = link.startsWith(home)
    ? file.slice(home.length)
    : path.posix.join(path.dirname(readme), file)
  if (file.startsWith('..')) return `is not in the package; link to ${home}${place}`
  const target = file === '' ? at(readme) : at(place)
  if (!existsSync(target)) return 'does not exist'
  return heading === undefined || headings(target).includes(heading) ? null : 'has no such heading'
}

/** What is wrong with the links of the packages' READMEs. */
export const deadLinks = () =>
  published()
    .map(({ folder }) => `${folder}/README.md`)
    .filter((readme) => existsSync(at(readme)))
    .flatMap((readme) =>
      [...withoutFences(readFileSync(at(readme), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(
        ([, link]) => {
          const why = wrong(readme, link)
          return why === null ? [] : [`${readme}: ${link} ${why}`]
        },
      ),
    )
