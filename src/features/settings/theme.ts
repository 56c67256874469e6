import type { Colour } from './colour.js'

/** Where the letters of the widget come from: the reader's own system, or the page around it. */
export const THEME_FONTS = ['system', 'site'] as const
/** How the launcher looks: with its words, or a disc whose words come under the pointer or the keyboard. */
export const THEME_LAUNCHERS = ['labelled', 'round'] as const
/** Roundest corners of buttons, in px; bubbles and the panel follow. */
export const MAX_RADIUS_PX = 24

/** The looks of one commune. What is absent is Guichet's own. */
export interface Theme {
  /** Colour of buttons, links and the top of the panel on light backgrounds. */
  accent?: Colour
  /** The same for those who have chosen dark screens; made from `accent` when it is absent. */
  accentDark?: Colour
  /** Corners of buttons, in px, from 0 to {@link MAX_RADIUS_PX}. */
  radius?: number
  font?: (typeof THEME_FONTS)[number]
  launcher?: (typeof THEME_LAUNCHERS)[number]
}
