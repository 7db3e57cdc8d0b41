// Removes everything that builds and checks have written. The dependencies stay.
import { rmSync } from 'node:fs'
import { at, isMain, main } from './lib/run.mjs'
import { projects } from './lib/workspace.mjs'

export async function clean() {
  for (const place of [
    at('.cache'),
    ...projects().flatMap(({ folder }) => [at(folder, 'dist'), at(folder, '.cache')]),
  ]) {
    rmSync(place, { recursive: true, force: true })
  }
}

if (isMain(import.meta.url)) main(clean)
