// Which operators each kind really writes.
import { fromBinary } from '@bufbuild/protobuf'
import { ModelProtoSchema } from 'onnx-buf'
import type { Kind, Plan, Position } from '@layersmith/core'

/** Adds the operators of a model to those of the kinds. */
export const addOperators = (
  found: Map<Kind, Set<string>>,
  bytes: Uint8Array,
  plan: Plan,
): void => {
  for (const { name, opType } of fromBinary(ModelProtoSchema, bytes).graph!.node) {
    const position = plan.positions.find(({ path }) => name === path || name.startsWith(`${path}/`))
    if (position === undefined || position.kind === 'custom' || isOfAnother(position, name))
      continue
    // made for what takes the values
    if (position.kind === 'activation' && opType === 'Flatten') continue
    // the functions of the gates, which are options
    if (
      /^(convLstm2d|bidirectional)$/.test(position.kind) &&
      /^(Tanh|(Hard)?Sigmoid)$/.test(opType)
    )
      continue
    const { kind } = position
    found.set(kind, (found.get(kind) ?? new Set()).add(opType))
  }
}

/** Of a layout, of the layer in a layer, or maybe of the activation. */
const isOfAnother = ({ kind, path, config }: Position, name: string): boolean => {
  const { layer, activation = 'linear' } = config as {
    layer?: { kind: string }
    activation?: string
  }
  return (
    /\/(channels_(first|last)|end)(\/|_|$)/.test(name) ||
    (kind === 'timeDistributed' && name.startsWith(`${path}/${layer!.kind}`)) ||
    (!['activation', 'simpleRnn', 'gru', 'lstm', 'convLstm2d'].includes(kind) &&
      activation !== 'linear')
  )
}
