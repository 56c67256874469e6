import { queryOf } from '../../../platform/http/pages/send-page.js'
import { communeMeant, type NamedCommunes } from '../../../platform/http/public-address.js'
import { SENT, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import type { Theme } from '../../../platform/model/commune.js'
import { settingsRoutes } from '../contract.js'
import { paletteOf } from '../palette.js'

/** Farthest that the launcher may be from an edge, in px. */
const MOST_OFFSET_PX = 200

/** What a page says of the place of the launcher, as it was written. */
interface PlaceWords {
  /** `left` or `right`. */
  position?: string | undefined
  /** One number of px for both edges, or two: from the side, then from the bottom. */
  offset?: string | undefined
}

/** Where the launcher stands, as properties of the widget. What makes no sense is as if it were not there. */
function placeCss({ position, offset = '' }: PlaceWords): string {
  const [x, y = x] = offset
    .trim()
    .split(/[\s,]+/)
    .map(toPx)
  return [
    x && `--guichet-x:${x};`,
    y && `--guichet-y:${y};`,
    position === 'left' && '--guichet-left:var(--guichet-x,24px);--guichet-right:auto;',
  ]
    .filter(Boolean)
    .join('')
}

function toPx(word: string): string | null {
  return /^\d{1,3}$/.test(word) && Number(word) <= MOST_OFFSET_PX ? `${Number(word)}px` : null
}

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
interface LooksWords extends PlaceWords {
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

/** For how long a browser asks no more, in seconds; then it asks whether the looks have changed. */
const FRESH_S = 300

/**
 * Serves the looks of a commune, read by the widget while its own code comes, with the attributes of its script as parameters (`position`, `offset`,
 * `display`): the launcher is never seen to change. The same for everyone, so it may be kept.
 */
export function serveLooks(communes: NamedCommunes): ServedRoute {
  return serve(settingsRoutes.themeSheet, ({ params, request, response }) => {
    const { theme } = communeMeant(communes, request, params.id)
    const [position, offset, display] = ['position', 'offset', 'display'].map((name) => queryOf(request, name))
    response.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Cache-Control': `public, max-age=${FRESH_S}` })
    response.type('css').send(looksCss(theme, { position, offset, display }))
    return SENT
  })
}
