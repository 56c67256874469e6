import type { Colour } from '../../colour.js'
import { accentContrasts, isReadable, nearestReadable, OWN_COLOURS, paletteOf, type Scheme } from '../../palette.js'
import type { Theme } from '../../theme.js'

/** Corners of Guichet's own buttons, in px: those of `widget.css`. */
const OWN_RADIUS_PX = 14

/** Looks being tried: what the fields hold. */
export interface ThemeDraft extends Required<Theme> {
  /** Whether the colour of dark screens is chosen, not made from the other. */
  ownDark: boolean
}

/** A colour as it is judged. */
export interface Judgement {
  /** Least contrasts, rounded down to a tenth: none is said better than it is. */
  text: number
  component: number
  /** The nearest colour that can be read, when this one cannot. */
  nearest: Colour | null
}

/** The fields of a theme that a commune has. */
export function draftOf(theme: Theme): ThemeDraft {
  const { light, dark } = paletteOf(theme)
  return {
    accent: light.accent,
    accentDark: dark.accent,
    ownDark: theme.accentDark !== undefined,
    radius: theme.radius ?? OWN_RADIUS_PX,
    font: theme.font ?? 'system',
    launcher: theme.launcher ?? 'labelled',
  }
}

/** A draft after a change: unless it is chosen, the colour of dark screens follows the other. */
export function changeDraft(draft: ThemeDraft, change: Partial<ThemeDraft>): ThemeDraft {
  const next = { ...draft, ...change }
  return next.ownDark ? next : { ...next, accentDark: draftOf({ ...accentOf(next) }).accentDark }
}

/** What is to be written in the commune's file: only what is not Guichet's own. */
export function toTheme(draft: ThemeDraft): Theme {
  const { accentDark, ownDark, radius, font, launcher } = draft
  return {
    ...accentOf(draft),
    ...(ownDark && { accentDark }),
    ...(radius !== OWN_RADIUS_PX && { radius }),
    ...(font !== 'system' && { font }),
    ...(launcher !== 'labelled' && { launcher }),
  }
}

/** Whether a colour can be read wherever it is used, by how much, and what to take instead. */
export function judge(accent: Colour, scheme: Scheme): Judgement {
  const { text, on, component } = accentContrasts(accent, scheme)
  return {
    text: tenth(Math.min(text, on)),
    component: tenth(component),
    nearest: isReadable(accent, scheme) ? null : nearestReadable(accent, scheme),
  }
}

function accentOf({ accent }: ThemeDraft): Pick<Theme, 'accent'> {
  return accent === OWN_COLOURS.light.accent ? {} : { accent }
}

function tenth(ratio: number): number {
  return Math.floor(ratio * 10) / 10
}
