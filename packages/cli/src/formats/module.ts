// A TypeScript or JavaScript module that exports a net or a model. It is code, and it runs.
import { access } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet } from 'layersmith'
import { Failure, messageOf } from '../base/failure.js'
import { sizeOf } from '../base/read-file.js'
import { writeText } from '../base/write-file.js'
import type { Format, Layersmith, Opened, ReadOptions } from './format.js'
import { netOfJson } from './net-of-json.js'
import { openedModel, openedNet } from './opened.js'

type Exports = Readonly<Record<string, unknown>>

const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']

/** The tsconfig.json above a file, whose `paths` the module may use. */
const tsconfigOf = async (folder: string): Promise<string | false> => {
  const file = path.join(folder, 'tsconfig.json')
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) return file
  const above = path.dirname(folder)
  return above === folder ? false : tsconfigOf(above)
}

let loads = false

/** Makes Node.js read TypeScript, in ES modules and in CommonJS. */
const loadTypeScript = async (folder: string): Promise<void> => {
  if (loads) return
  loads = true
  process.env.TSX_DISABLE_CACHE = '1' // tsx would write its cache to the folder of temporary files
  const [esm, cjs] = [await import('tsx/esm/api'), await import('tsx/cjs/api')]
  cjs.register()
  esm.register({ tsconfig: await tsconfigOf(folder) })
}

const isObject = (x: unknown): x is Exports => typeof x === 'object' && x !== null

/** The exports by name; a CommonJS module that TypeScript compiled has them in one `default`. */
const exportsOf = (module: Exports): Exports => {
  const { default: inner } = module
  return isObject(inner) && '__esModule' in inner ? { ...inner } : module
}

/** Runs a module and returns its exports by name. */
export const importModule = async (file: string): Promise<Exports> => {
  await sizeOf(file) // this refuses pipes, which Node.js would wait for
  const absolute = path.resolve(file)
  await loadTypeScript(path.dirname(absolute))
  try {
    // importing a path gives an object of any type
    return exportsOf((await import(pathToFileURL(absolute).href)) as Exports)
  } catch (e) {
    throw new Failure(`${file} cannot be run: ${messageOf(e)}`)
  }
}

const isNetOfAnotherCopy = (x: unknown): x is { toJSON(): unknown } =>
  isObject(x) && 'block' in x && typeof x.toJSON === 'function' && typeof x.pipe === 'function'

const isBuilt = (x: unknown): x is { readonly model: tf.LayersModel } =>
  isObject(x) && 'plan' in x && isObject(x.model)

/** An export, opened; null for anything but nets and models. */
const openedExport = (
  layersmith: Layersmith,
  { LayersModel }: typeof tf,
  value: unknown,
  file: string,
  options: ReadOptions,
): Opened | null => {
  // the plan refuses a block without an input
  if (value instanceof layersmith.Block) return openedNet(layersmith, value as AnyNet, options)
  if (isNetOfAnotherCopy(value))
    return openedNet(layersmith, netOfJson(layersmith, value.toJSON(), file), options)
  const model = isBuilt(value) ? value.model : value
  return model instanceof LayersModel ? openedModel(layersmith, model, () => model.dispose()) : null
}

const read = async (file: string, options: ReadOptions): Promise<Opened> => {
  const exports = await importModule(file)
  const [layersmith, tf] = [await import('layersmith'), await import('@tensorflow/tfjs')]
  const found = new Map<string, Opened>()
  for (const [name, value] of Object.entries(exports)) {
    if (options.name !== undefined && options.name !== name) continue
    const opened = openedExport(layersmith, tf, await value, file, options)
    if (opened !== null) found.set(name, opened)
  }
  const names = [...found.keys()]
  const only = found.get('default') ?? (names.length === 1 ? found.get(names[0] ?? '') : undefined)
  const chosen = options.name === undefined ? only : found.get(options.name)
  if (chosen !== undefined) return chosen
  const all = Object.keys(exports).join(', ') || 'nothing'
  if (options.name !== undefined)
    throw new Failure(
      `${file} exports no net or model "${options.name}"; it exports ${all}` +
        (options.name in exports ? '' : '; choose one of them'),
    )
  throw new Failure(
    names.length === 0
      ? `${file} exports no net or model, but ${all}; export a net: export const net = input(…)`
      : `${file} exports several nets; choose one with --export: ${names.join(', ')}`,
  )
}

export const moduleFile: Format = {
  name: 'source',
  files: `a module that exports a net or a model (${ENDINGS.join(', ')}): it is code, and runs`,
  keepsWeights: false,
  matches: (file) => ENDINGS.includes(path.extname(file)),
  read,

  write: async (opened, file, force) => {
    const { toSource } = await import('layersmith')
    const text = toSource(opened.net())
    if (!/\.m?ts$/.test(file) && text.includes('import { type custom'))
      throw new Failure(
        `cannot write ${file}: the source of a net with custom layers has types; ` +
          'name a file that ends with .ts',
      )
    await writeText(file, force, text)
  },
}
