// A page with a picture whose boxes fold. It needs nothing but itself, and its policy allows
// nothing else.
import { element, markup } from '../base/xml.js'
import { type Picture, boxesIn } from '../picture/picture.js'
import { summaryOf, titleOf } from '../picture/words.js'
import { fold } from './fold.js'

/** A picture with more layers starts folded. */
const MOST_OPEN = 60

const style = [
  ':root{color-scheme:light dark}',
  'body{margin:0;background:#fff;font:13px system-ui,sans-serif}',
  'nav{position:sticky;top:0;padding:10px 24px;display:flex;gap:8px}',
  'button{font:inherit;padding:4px 12px}',
  'main{overflow:auto}',
  '.ls-box[role=button]{cursor:pointer}',
  '.ls-box:focus-visible{outline:none}',
  '.ls-box:focus-visible>rect{stroke:#0969da;stroke-width:2.5}',
  '@media(prefers-color-scheme:dark){body{background:#0d1117}}',
  '@media print{nav{display:none}}',
].join('')

// tools that keep the names of functions call this
const script = `const __name = (f) => f;(${String(fold)})(document)`

export const htmlOf = (picture: Picture, svg: string): string => {
  const title = titleOf(picture)
  const isLarge = picture.nodes.length > MOST_OPEN
  const boxes = boxesIn(picture.children).length
  const { markup: page } = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      markup('<meta charset="utf-8">'),
      markup('<meta name="viewport" content="width=device-width">'),
      markup(
        '<meta http-equiv="Content-Security-Policy" content="' +
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">",
      ),
      element('title', {}, title === '' ? summaryOf(picture) : title),
      element('style', {}, markup(style)),
    ),
    element(
      'body',
      {},
      boxes === 0
        ? []
        : [
            element(
              'nav',
              { 'aria-label': 'Boxes' },
              element('button', { id: 'fold', type: 'button' }, 'Fold all'),
              element('button', { id: 'open', type: 'button' }, 'Open all'),
            ),
          ],
      element('main', { 'data-folded': isLarge ? '' : null }, markup(svg)),
      element('script', {}, markup(script)),
    ),
  )
  return `<!doctype html>\n${page}\n`
}
