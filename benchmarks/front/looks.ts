import type { BrowserContextOptions } from 'playwright-core'

/** A way in which a page is looked at. */
export interface Look {
  id: string
  /** What the declaration calls it. */
  fr: string
  options: BrowserContextOptions
  media?: 'print'
  /** Rules of axe that mean nothing in this look. */
  without?: string[]
}

const DESKTOP = { viewport: { width: 1280, height: 900 } }
const PHONE = { viewport: { width: 320, height: 640 } }
/** Nothing moves while a page is examined or photographed. */
const STILL: BrowserContextOptions = { reducedMotion: 'reduce' }

/** Looks in which every scene is examined. Forced colours are the system's choice: axe reads those of the page, which nobody sees then. */
export const LOOKS: Look[] = [
  { id: 'light', fr: 'grand écran, thème clair', options: { ...STILL, ...DESKTOP } },
  { id: 'dark', fr: 'grand écran, thème sombre', options: { ...STILL, ...DESKTOP, colorScheme: 'dark' } },
  {
    id: 'forced',
    fr: 'couleurs imposées par le système',
    options: { ...STILL, ...DESKTOP, forcedColors: 'active' },
    without: ['color-contrast'],
  },
  { id: 'phone', fr: 'écran de 320 pixels', options: { ...STILL, ...PHONE } },
]

/** An A4 sheet, as it is printed; for pictures alone. */
export const PRINTED: Look = {
  id: 'printed',
  fr: 'page imprimée',
  options: { ...STILL, viewport: { width: 794, height: 1123 } },
  media: 'print',
}

/** A screen of 1280 px at 200 %: half as many pixels, each twice as large. */
export const ZOOMED: Look = {
  id: 'zoomed',
  fr: 'grand écran agrandi à 200 %',
  options: { ...STILL, viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
}
