/** Results as Markdown. */
import { words } from '@layersmith/bench'
import { markedPart, table } from '@layersmith/benchmark-shared'
import { forms } from '../nets/net.js'
import type { Measured, NetFacts, Result } from './result.js'

/** The rendered part of the README stands between these lines. */
export const marks = [
  '<!-- results, written by npm run bench:report -->',
  '<!-- end of results -->',
] as const

/** Replaces the part of a text between the marks. */
export const withResults = (text: string, results: string): string =>
  markedPart(text, marks, results)

export const renderResults = (results: readonly Result[]): string =>
  results.length === 0
    ? 'There are no results yet.'
    : [netTable(results), ...withoutGpu(results), ...results.map(renderResult)].join('\n\n')

/** Says so if no result is from a GPU. */
const withoutGpu = (results: readonly Result[]): readonly string[] =>
  results.some(
    ({
      environment: {
        backend: { device },
      },
    }) => device === 'gpu',
  )
    ? []
    : ['**No GPU was at hand, so there are no GPU results yet.**']

const netTable = (results: readonly Result[]): string => {
  // the nets are the same everywhere
  const nets = [
    ...new Map(results.flatMap((result) => result.nets).map((net) => [net.name, net])).values(),
  ]
  return table(
    ['net', 'input', 'weights', 'MFLOP per image'],
    nets.map(({ name, input, params, flops, title }) => [
      `${name}: ${title}`,
      input.join('x'),
      params.toLocaleString('en'),
      flops === null ? 'unknown' : (flops / 1e6).toFixed(1),
    ]),
  )
}

const renderResult = (result: Result): string => {
  const {
    environment: { backend },
    measurements,
    nets,
  } = result
  const rows = measurements.map(
    ({ net, task, batch, forms: { layersmith, subclass, functional } }) => [
      [net, task, batch ?? ''].join(' ').trim(),
      times(layersmith),
      times(subclass),
      times(functional),
      String(layersmith.runs),
      words.ratio(layersmith.toReference),
      words.ratio(functional.toReference),
      layersmith.gflops === null ? '' : layersmith.gflops.toPrecision(3),
      layersmith.ofLimit === null ? '' : `${(100 * layersmith.ofLimit).toFixed(1)} %`,
      torchTime(result, net, task, batch),
    ],
  )
  return [
    `### ${backend.backend}: ${words.deviceOf(backend)}`,
    environmentLine(result),
    words.ceilings(result.ceilings),
    table(
      [
        '',
        ...forms.map((form) => `${form}, ms`),
        'rounds',
        'layersmith / subclass',
        'functional / subclass',
        'GFLOP/s',
        'of the limit',
        'PyTorch, ms',
      ],
      rows,
    ),
    'Tensors and bytes of the model, and with the optimizer after a training step ' +
      `(${forms.join(', ')}): ${nets.map(memory).join('; ')}.`,
    ...leftOut(result),
  ].join('\n\n')
}

const times = ({ median, quartiles: [q1, q3] }: Measured): string =>
  `${words.milliseconds(median)} (${words.milliseconds(q1)}–${words.milliseconds(q3)})`

const torchTime = ({ torch }: Result, net: string, task: string, batch: number | null): string => {
  if (typeof torch === 'string') return ''
  const found = torch.measurements.find(
    (one) => one.net === net && one.mode === task && one.batch === batch,
  )
  return found === undefined ? '' : words.milliseconds(found.median)
}

const memory = ({ name, memory: held }: NetFacts): string => {
  const text = (of: 'model' | 'training'): string => {
    const all = forms.map(
      (form) => `${held[form][of].tensors} / ${held[form][of].bytes.toLocaleString('en')}`,
    )
    return new Set(all).size === 1 ? `${all[0]} each` : all.join(', ')
  }
  return `${name} ${text('model')}; ${text('training')}`
}

const torchOf = ({ torch }: Result): string => {
  if (typeof torch === 'string') return `no PyTorch: ${torch}`
  const { program, device, threads } = torch
  return `${program} on ${device}${threads === null ? '' : `, threads: ${threads}`}`
}

const environmentLine = (result: Result): string =>
  words.environment(result.environment, [
    `${result.settings.seconds} s per measurement, seed ${result.settings.seed}`,
    torchOf(result),
  ])

const leftOut = ({ leftOut: cells }: Result): readonly string[] =>
  cells.length === 0
    ? []
    : [
        [
          'Left out:',
          ...cells.map(
            ({ net, task, batch, reason }) =>
              `- ${[net, task, batch ?? ''].join(' ').trim()}: ${reason}`,
          ),
        ]
          .join('\n')
          .replace('\n', '\n\n'),
      ]
