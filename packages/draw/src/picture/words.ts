// What a picture says in words: on the layers, to screen readers, and in its key.
import { showCount, showShort, showSizes } from '@layersmith/core'
import { legible } from '../base/legible.js'
import type { Box, Picture, PictureNode } from './picture.js'

const MOST_ON_LAYER = 32
const MOST_IN_SENTENCE = 256
/** Taps and outputs that are named on a layer. */
const MOST_NAMES = 3

/** The texts on a layer: its name, its sizes, its numbers, and what is special about it. */
export const linesOf = (node: PictureNode): readonly [name: string, ...details: string[]] => [
  short(node.label),
  showSizes(node.shape),
  ...[numbersOf(node)].filter((line) => line !== ''),
  ...notesOf(node).map((note) => legible(note, MOST_ON_LAYER + 8)),
]

const short = (name: string): string => legible(name, MOST_ON_LAYER)
const long = (name: string): string => legible(name, MOST_IN_SENTENCE)

const numbersOf = ({ params, flops, path, first }: PictureNode): string =>
  [
    ...(params === null
      ? ['? params']
      : params > 0 && path === first
        ? [`${showCount(params)} params`]
        : []),
    ...(flops === null ? ['? FLOPs'] : flops > 0 ? [`${showShort(flops)} FLOPs`] : []),
  ].join(', ')

const notesOf = (node: PictureNode): readonly string[] => [
  ...servedNote(node),
  ...(node.frozen ? ['frozen'] : []),
  ...named('tap', node.taps),
  ...named('output', node.outputs),
]
const servedNote = ({ served, path, first, places }: PictureNode): readonly string[] => {
  if (served === 'own') return []
  if (path === first) return [`${served}: ${showCount(places)} places`]
  return [served === 'shared' ? `shared: ${first}` : `tied: ${first}`]
}
const named = (word: string, names: readonly string[]): readonly string[] =>
  names.length === 0
    ? []
    : [
        [word, ...names.slice(0, MOST_NAMES)].filter((name) => name !== '').join(' ') +
          (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''),
      ]

/** A layer in a sentence, for screen readers and for those who point at it. */
export const sentenceOf = (node: PictureNode): string => {
  const { path, kind, shape, params, flops, inputs, taps, outputs } = node
  const numbers = [
    params === null
      ? 'number of parameters unknown'
      : params === 0
        ? 'no parameters'
        : `${showCount(params)} parameters`,
    flops === null ? 'FLOPs unknown' : `${showCount(flops)} FLOPs`,
  ]
  return [
    `${long(path)}: ${kind === null ? 'input' : long(kind)}, ${showSizes(shape)}`,
    ...(kind === null ? [] : numbers),
    ...(kind === null ? [] : [servedWords(node)]),
    ...(node.frozen ? ['frozen'] : []),
    ...(inputs.length === 0 ? [] : [`takes ${listed(inputs)}`]),
    ...(taps.length === 0 ? [] : [`tap ${listed(taps)}`]),
    ...(outputs.length === 0 ? [] : [`output ${listed(outputs)}`.trim()]),
  ].join(', ')
}
const servedWords = ({ served, path, first, places }: PictureNode): string => {
  if (served === 'own') return 'a layer of its own'
  const what = served === 'shared' ? 'one layer' : 'the same weights'
  return path === first
    ? `${what} at ${showCount(places)} positions`
    : `${what} as at ${long(first)}`
}
const MOST_LISTED = 8
const listed = (names: readonly string[]): string =>
  names.slice(0, MOST_LISTED).map(long).join(' and ') +
  (names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '')

/** The title of a box. */
export const boxTitle = ({ label }: Box): string => short(label)
export const boxSentence = ({ path, layers, params }: Box): string =>
  `${long(path)}: ${showCount(layers)} ${layers === 1 ? 'layer' : 'layers'}, ` +
  `${showCount(params)} parameters`

/** The picture as a whole. */
export const titleOf = ({ title }: Picture): string => long(title)
export const summaryOf = ({ nodes, params, flops }: Picture): string => {
  const layers = nodes.filter(({ kind }) => kind !== null).length
  const all = params.trainable + params.nonTrainable
  return [
    `${showCount(layers)} ${layers === 1 ? 'layer' : 'layers'}`,
    `${showCount(all)} parameters (${showCount(params.trainable)} trainable)`,
    flops === null ? 'FLOPs unknown' : `${showShort(flops)} FLOPs for one example`,
  ].join(', ')
}

/** What tells layers apart; each look is told in words too. */
export type Look = 'weights' | 'plain' | 'shared' | 'tied' | 'frozen' | 'input'
/** The looks of a layer: that of its line, and of its fill or mark. */
export const looksOf = ({ kind, params, served, frozen }: PictureNode): readonly Look[] =>
  kind === null
    ? ['input']
    : [
        params === 0 ? 'plain' : 'weights',
        ...(served === 'own' ? [] : [served]),
        ...(frozen ? (['frozen'] as const) : []),
      ]

const keyWords: readonly (readonly [Look, string])[] = [
  ['weights', 'weights of its own'],
  ['plain', 'no weights'],
  ['shared', 'one layer, several places'],
  ['tied', 'the same weights, several places'],
  ['frozen', 'frozen'],
]
/** What the looks in a picture mean; nothing where there is only one. */
export const keyOf = ({ nodes }: Picture): readonly (readonly [Look, string])[] => {
  const seen = new Set(nodes.flatMap(looksOf))
  const key = keyWords.filter(([look]) => seen.has(look))
  return key.length > 1 ? key : []
}
