import type { Colour, Theme } from '../../platform/model/commune.js'
import { contrast, lightnessOf, mix, withLightness } from './colour.js'

/** Roundest corners of buttons, in px; bubbles and the panel follow. */
export const MAX_RADIUS_PX = 24

/** Light screens and dark ones. */
export const SCHEMES = ['light', 'dark'] as const
/** One of {@link SCHEMES}. */
export type Scheme = (typeof SCHEMES)[number]

/** Least contrast of text, and of what is not text but must be seen. Source: WCAG 2.2, 1.4.3 and 1.4.11. */
export const LEAST_CONTRAST = { text: 4.5, component: 3 } as const

/** Guichet's own colours, those of `widget.css`. */
export const OWN_COLOURS = {
  light: { paper: '#faf7f1', card: '#ffffff', accent: '#1d5b55', on: '#ffffff', tint: '#e4efeb' },
  dark: { paper: '#161e1d', card: '#1f2928', accent: '#93cfc2', on: '#0c2420', tint: '#24413c' },
} as const satisfies Record<Scheme, Record<string, Colour>>

/** The page around the launcher, as far as it is known. */
const PAGE = { light: '#ffffff', dark: '#161e1d' } as const satisfies Record<Scheme, Colour>
/** How much of the accent there is in the tint. */
const TINT_SHARE = 0.12
/** Steps in which a lightness is sought: finer than the eye. */
const LIGHTNESS_STEP = 1 / 256

/** The colours that a theme sets, of one scheme. */
export interface Palette {
  accent: Colour
  /** Of what is written on the accent. */
  on: Colour
  /** Behind the citizen's own words, and a pressed button. */
  tint: Colour
}

/** Contrasts of an accent, each the least of the places where it is used so. */
export interface AccentContrasts {
  /** Links and titles, on every background of the panel. */
  text: number
  /** What is written on buttons and on the top of the panel. */
  on: number
  /** Outlines of buttons, the focus, the launcher on the page. */
  component: number
}

/** The palettes of a theme. Without an accent they are Guichet's own. */
export function paletteOf({ accent, accentDark }: Theme): Record<Scheme, Palette> {
  const dark = accentDark ?? (accent && nearestReadable(accent, 'dark'))
  return {
    light: accent ? paletteFrom(accent, 'light') : own('light'),
    dark: dark ? paletteFrom(dark, 'dark') : own('dark'),
  }
}

/** How well an accent is seen in a scheme. */
export function accentContrasts(accent: Colour, scheme: Scheme): AccentContrasts {
  const { paper, card } = OWN_COLOURS[scheme]
  const { on, tint } = paletteFrom(accent, scheme)
  const grounds = [paper, card, tint]
  return {
    text: Math.min(...grounds.map((ground) => contrast(accent, ground))),
    on: contrast(accent, on),
    component: Math.min(...[...grounds, PAGE[scheme]].map((ground) => contrast(accent, ground))),
  }
}

/** Whether an accent can be read and seen wherever it is used. */
export function isReadable(accent: Colour, scheme: Scheme): boolean {
  const { text, on, component } = accentContrasts(accent, scheme)
  return Math.min(text, on) >= LEAST_CONTRAST.text && component >= LEAST_CONTRAST.component
}

/** The accent itself when it can be read, otherwise the nearest of its hue that can: darker on light screens, lighter on dark ones. */
export function nearestReadable(accent: Colour, scheme: Scheme): Colour {
  const step = scheme === 'light' ? -LIGHTNESS_STEP : LIGHTNESS_STEP
  let found = accent
  for (let lightness = lightnessOf(accent); !isReadable(found, scheme); lightness += step) {
    found = withLightness(accent, Math.min(1, Math.max(0, lightness)))
  }
  return found
}

function paletteFrom(accent: Colour, scheme: Scheme): Palette {
  const { on, card } = OWN_COLOURS[scheme]
  return { accent, on, tint: mix(accent, card, TINT_SHARE) }
}

function own(scheme: Scheme): Palette {
  const { accent, on, tint } = OWN_COLOURS[scheme]
  return { accent, on, tint }
}
