/** Which state of the sources was measured, and which versions of the packages. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What was measured, as the checkout and the package manager know it. */
export interface Provenance {
  /** Null outside a checkout. */
  readonly commit: string | null
  /** Whether files in the checkout differ from that commit. */
  readonly changed: boolean
  /** The versions of packages, by name. */
  readonly packages: Readonly<Record<string, string>>
}

/** What a benchmark measures. */
export interface Sources {
  /** A file of the benchmark, as `import.meta.url`: the packages that it imports count. */
  readonly from: string
  /** The packages whose versions matter. */
  readonly packages: readonly string[]
  /** Folders of the checkout, relative to its root; '.' for all of it. */
  readonly folders: readonly string[]
}

/**
 * The commit that is checked out where a file is, whether folders differ from it, and the versions
 * of packages as that file finds them.
 * @example
 * import { provenanceOf } from '@layersmith/bench'
 * const { packages } = provenanceOf({
 *   from: import.meta.url,
 *   packages: ['@tensorflow/tfjs'],
 *   folders: ['.'],
 * })
 * packages['@tensorflow/tfjs'] // '4.22.0'
 */
export const provenanceOf = ({ from, packages, folders }: Sources): Provenance => {
  const git = gitIn(path.dirname(fileURLToPath(from)))
  const commit = git('rev-parse', 'HEAD')
  return {
    commit,
    // untracked files, such as earlier results, do not change what is measured
    changed:
      commit !== null &&
      git(
        'status',
        '--porcelain',
        '--untracked-files=no',
        '--',
        ...folders.map((folder) => `:(top)${folder}`),
      ) !== '',
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name, from)])),
  }
}

const gitIn =
  (folder: string) =>
  (...args: readonly string[]): string | null => {
    try {
      return execFileSync('git', args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim()
    } catch {
      // no git, or no checkout: the commit is unknown, which is a valid answer
      return null
    }
  }

/** Read from the package.json above the imported file: not every package exports it. */
const versionOf = (name: string, from: string): string => {
  let folder: string
  try {
    folder = path.dirname(createRequire(from).resolve(name))
  } catch {
    // inside a bundle, where no package can be asked
    return 'unknown'
  }
  for (;;) {
    try {
      // every package.json of a package has a name and a version
      const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
        name?: string
        version?: string
      }
      if (manifest.name === name && manifest.version !== undefined) return manifest.version
    } catch {
      // none in this folder: try the next one up
    }
    const above = path.dirname(folder)
    if (above === folder) return 'unknown'
    folder = above
  }
}
