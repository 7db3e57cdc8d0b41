// A layer as TensorFlow.js knows it: a class name and a config. It is plain data, so core does not
// depend on TensorFlow.js; another target would get a folder like this one.
import { type Json, type JsonObject, canonical, freeze } from '../base/json.js'
import { memo } from '../base/memo.js'
import type { InnerLayer, LayerKind } from '../kinds/kind.js'
import { definitionOf, fieldsOf } from '../kinds/registry.js'

/** A class name and config as `tf.serialization` knows them, without the layer's name. */
export interface TfForm {
  readonly className: string
  readonly config: JsonObject
}

const forms = memo<TfForm>()
/** The TensorFlow.js form of a kind with a complete config. */
export const tfForm = (def: LayerKind, config: object): TfForm => {
  const known = forms.get(config)
  if (known !== undefined) return known
  const form = write(def, config)
  forms.set(config, form)
  return form
}

const write = (def: LayerKind, config: object): TfForm => {
  const values = config as Readonly<Record<string, Json>> // a config is plain data
  const form =
    def.classes.find(
      ({ when }) =>
        when === undefined || Object.entries(when).every(([name, v]) => values[name] === v),
    ) ?? def.classes[0]
  const told = form.when ?? {}
  const written: Record<string, Json> = {}
  for (const [name, { keras, inside }] of fieldsOf(def)) {
    const given = values[name]
    // a field with `inside` holds a layer
    const value = inside === undefined ? given : freeze(writeInner(given as unknown as InnerLayer))
    if (value !== undefined && value !== null && !(name in told)) written[keras ?? name] = value
  }
  // the values taken from the config are frozen already
  return Object.freeze({
    className: form.className,
    config: Object.freeze(Object.assign(written, freeze(form.fixed))),
  })
}

const writeInner = ({ kind, config }: InnerLayer): JsonObject => {
  const form = tfForm(definitionOf(kind), config)
  // without a name TensorFlow.js makes one up, with a number that depends on what the process has
  // made before
  return { className: form.className, config: { ...form.config, name: kind } }
}

const keys = memo<string>()
/** A text that is equal exactly for layers that are built the same. */
export const formKey = (def: LayerKind, config: object): string => {
  const known = keys.get(config)
  if (known !== undefined) return known
  const form = tfForm(def, config)
  // the fields come in a fixed order, so only their values need sorting
  const key = Object.keys(form.config).reduce(
    (text, name) => `${text},${name}:${canonical(form.config[name] ?? null)}`,
    form.className,
  )
  keys.set(config, key)
  return key
}
