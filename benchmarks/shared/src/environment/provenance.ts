/** Which state of the sources was measured, and which versions of the packages. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface Provenance {
  /** Null outside a checkout. */
  readonly commit: string | null
  /** Whether files in the checkout differ from that commit. */
  readonly changed: boolean
  readonly packages: Readonly<Record<string, string>>
}

/** What a benchmark measures. */
export interface Sources {
  /** A file of the benchmark, as `import.meta.url`: the packages that it imports count. */
  readonly from: string
  readonly packages: readonly string[]
  /** Folders of the checkout, relative to its root. */
  readonly folders: readonly string[]
}

/**
 * Defined only in a bundle: `npm run bench:bundle` writes it there because a bundle has neither git
 * nor a package.json.
 */
declare const BUNDLED_PROVENANCE: Provenance | undefined

/** Whether this runs from a bundle, a folder with everything in it. */
export const isBundled = typeof BUNDLED_PROVENANCE !== 'undefined'

export const provenanceOf = ({ from, packages, folders }: Sources): Provenance => {
  if (typeof BUNDLED_PROVENANCE !== 'undefined') return BUNDLED_PROVENANCE
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

const git = (...args: readonly string[]): string | null => {
  try {
    return execFileSync('git', args, {
      cwd: import.meta.dirname,
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
  const folders = path.dirname(createRequire(from).resolve(name)).split(path.sep)
  for (let depth = folders.length; depth > 0; depth--) {
    try {
      // every package.json of a package has a name and a version
      const manifest = JSON.parse(
        readFileSync(path.join(folders.slice(0, depth).join(path.sep), 'package.json'), 'utf8'),
      ) as { name?: string; version?: string }
      if (manifest.name === name && manifest.version !== undefined) return manifest.version
    } catch {
      // none in this folder: try the next one up
    }
  }
  return 'unknown'
}
