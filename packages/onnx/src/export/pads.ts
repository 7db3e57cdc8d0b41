// Pads of zeros before pools. ONNX Runtime (from 1.17 on, https://github.com/microsoft/onnxruntime/
// pull/18136) makes such a Pad the margin of the pool, which is another one: MaxPool pads with the
// smallest number, and AveragePool does not count what it pads. It compares the bits of the number
// that is padded, so it leaves pads of -0 alone, which is as good a zero.
import type { Graph } from './graph.js'

const POOLS = ['MaxPool', 'AveragePool']

/** Makes runtimes compute pads before pools as they are. */
export const keepPads = (graph: Graph): void => {
  for (const pad of graph.all('Pad'))
    if (pad.outputs.some((name) => isPooled(graph, name)))
      graph.addInput(pad, graph.float(`${pad.name}/zero`, -0))
}

/** Whether a pool reads a value, perhaps in another order of axes. */
const isPooled = (graph: Graph, name: string): boolean =>
  graph
    .readers(name)
    .some(
      ({ operator, outputs }) =>
        POOLS.includes(operator) ||
        (operator === 'Transpose' && outputs.some((output) => isPooled(graph, output))),
    )
