import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { at } from './run.mjs'

const folders = ['packages', 'examples', 'benchmarks', 'budgets']

/**
 * Every project in the workspace: its folder, its package.json, and the names of the projects in
 * the workspace that it needs.
 */
export function projects() {
  const found = folders
    .filter((folder) => existsSync(at(folder)))
    .flatMap((folder) =>
      readdirSync(at(folder))
        .sort()
        .map((name) => path.posix.join(folder, name)),
    )
    .filter((folder) => existsSync(at(folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8')),
    }))
  const names = new Set(found.map(({ manifest }) => manifest.name))
  return found.map((project) => ({
    ...project,
    name: project.manifest.name,
    needs: Object.keys({
      ...project.manifest.dependencies,
      ...project.manifest.devDependencies,
    }).filter((name) => names.has(name)),
  }))
}

/** The packages that we publish. */
export const published = () => projects().filter(({ manifest }) => manifest.private !== true)

/** Those of them that programs import; the others are commands. */
export const libraries = () => published().filter(({ manifest }) => manifest.types !== undefined)

/** The absolute paths of all files below a folder, or of the file itself, in a fixed order. */
export function files(place) {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? files(path.join(place, entry.name)) : [path.join(place, entry.name)],
    )
}

/** One hash over the names and contents of files and folders, and over any extra words. */
export function fingerprint(places, ...words) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(files)) {
    hash.update(path.relative(at(), file)).update('\0').update(readFileSync(file)).update('\0')
  }
  for (const word of words) hash.update(word).update('\0')
  return hash.digest('hex')
}
