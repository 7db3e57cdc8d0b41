// How a picture looks. Lines and marks tell layers apart without colors; colors only help. It keeps
// to what all renderers understand: those that know no media query draw it light.

const fonts =
  "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

interface Palette {
  readonly page: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly layer: string
  readonly weights: string
  readonly box: string
  readonly tie: string
}
const light: Palette = {
  page: '#ffffff',
  ink: '#1f2328',
  soft: '#57606a',
  line: '#6e7781',
  layer: '#ffffff',
  weights: '#e4ecf7',
  box: '#f6f8fa',
  tie: '#9a6700',
}
const dark: Palette = {
  page: '#0d1117',
  ink: '#e6edf3',
  soft: '#9198a1',
  line: '#7d8590',
  layer: '#161b22',
  weights: '#1f3350',
  box: '#12171e',
  tie: '#d29922',
}

const colors = (p: Palette): string =>
  [
    `.ls-page{fill:${p.page}}`,
    `.ls-name,.ls-title{fill:${p.ink}}`,
    `.ls-detail,.ls-label,.ls-summary{fill:${p.soft}}`,
    `.ls-box>rect{fill:${p.box};stroke:${p.line}}`,
    `.ls-edge{stroke:${p.line}}`,
    `.ls-tip{fill:${p.line}}`,
    `.ls-tie{stroke:${p.tie}}`,
    `.ls-layer>rect,.ls-sample>rect{fill:${p.layer};stroke:${p.soft}}`,
    `.ls-weights>rect{fill:${p.weights}}`,
    `.ls-tied>rect{stroke:${p.tie}}`,
    `.ls-frozen>path{stroke:${p.ink};fill:none}`,
  ].join('')

const shapes = [
  `.ls text{font-family:${fonts}}`,
  '.ls-title{font-size:15px;font-weight:700}',
  '.ls-name{font-size:12px;font-weight:700;text-anchor:middle}',
  '.ls-detail{font-size:10.5px;text-anchor:middle}',
  '.ls-label{font-size:11px}',
  '.ls-summary{font-size:11px}',
  '.ls-edge,.ls-tie{fill:none;stroke-width:1.2}',
  '.ls-tie{stroke-dasharray:2 3}',
  '.ls-box>rect{stroke-width:.8}',
  '.ls-layer>rect,.ls-sample>rect{stroke-width:1.2}',
  '.ls-shared>rect{stroke-dasharray:5 3}',
  '.ls-input>rect{stroke-width:.8}',
  '.ls-frozen>path{stroke-width:1.2}',
].join('')

/** The style sheet of every picture; the names begin with ls- so that a page's own stay apart. */
export const style = `${shapes}${colors(light)}@media(prefers-color-scheme:dark){${colors(dark)}}`

const runs = {
  light: ['#2b6cb0', '#b7431b', '#2f7d50', '#6b46c1', '#a8326f', '#4a5568'],
  dark: ['#63b3ed', '#f6ad55', '#68d391', '#b794f4', '#f687b3', '#a0aec0'],
} as const
const runColors = (list: readonly string[]): string =>
  list.map((color, i) => `.ls-run${i}{stroke:${color}}.ls-run${i}-text{fill:${color}}`).join('')
const chartColors = (p: Palette, list: readonly string[]): string =>
  `.ls-page{fill:${p.page}}.ls-title{fill:${p.ink}}.ls-label{fill:${p.soft}}` +
  `.ls-grid{stroke:${p.line};opacity:.25}.ls-ink{stroke:${p.ink}}${runColors(list)}`

/** The style sheet of training curves. */
export const chartStyle = [
  `.ls text{font-family:${fonts};font-size:11px}`,
  '.ls .ls-title{font-size:13px;font-weight:700}',
  '.ls>.ls-title{font-size:15px}',
  '.ls-line{fill:none;stroke-width:1.8;stroke-linejoin:round}',
  '.ls-validation{stroke-dasharray:6 3}',
  '.ls-test{stroke-dasharray:1.5 3}',
  '.ls-pale{stroke-width:1;opacity:.4}',
  chartColors(light, runs.light),
  `@media(prefers-color-scheme:dark){${chartColors(dark, runs.dark)}}`,
].join('')
