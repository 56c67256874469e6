import { paletteOf } from '../palette.js'
import type { Theme } from '../theme.js'
import { type PlaceWords, placeCss } from './place-css.js'

/** The launcher as a disc: its words come under the pointer or the keyboard, and are always there for those who do not see. */
const ROUND_LAUNCHER =
  '.launcher{padding:1em;border-radius:2em}.launcher .icon{width:1.75em;height:1.75em}' +
  '.launcher:not(:hover,:focus-visible) .label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}'

/** The letters of the page around it. */
const SITE_FONT = ':host{font-family:inherit!important}.root{font-family:inherit}'

/** The panel alone in its page: nothing to open it, nothing to close it. */
const WHOLE_PAGE =
  '.launcher,header>button:last-of-type{display:none}' +
  'dialog{inset:0;width:100%;max-width:46em;height:100dvh;margin-inline:auto;border-width:0 1px;border-radius:0;box-shadow:none;animation:none}' +
  '@media (max-width:47em){dialog{border-width:0}}'

/** What a page asks of the looks. */
export interface LooksWords extends PlaceWords {
  /** `page` where the panel is alone in its page. */
  display?: string | undefined
}

/** The looks of a commune on a page, as a style sheet that follows the widget's own. What the page's style sheet says of `guichet-widget` comes before it. */
export function looksCss(theme: Theme = {}, words: LooksWords = {}): string {
  const properties = colourProperties(theme) + placeCss(words)
  return [
    properties && `:host{${properties}}`,
    theme.radius !== undefined && `:host{--guichet-radius:${theme.radius}px}`,
    theme.font === 'site' && SITE_FONT,
    theme.launcher === 'round' && ROUND_LAUNCHER,
    words.display === 'page' && WHOLE_PAGE,
  ]
    .filter(Boolean)
    .join('')
}

function colourProperties(theme: Theme): string {
  const { light, dark } = paletteOf(theme)
  const own = [theme.accent && ([light, ''] as const), (theme.accent ?? theme.accentDark) && ([dark, '-dark'] as const)]
  return own
    .filter((one) => one !== undefined)
    .map(
      ([{ accent, on, tint }, end]) =>
        `--guichet-accent${end}:${accent};--guichet-on-accent${end}:${on};--guichet-tint${end}:${tint};`,
    )
    .join('')
}
