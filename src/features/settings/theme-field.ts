import { z } from 'zod'
import { type Colour, toColour } from './colour.js'
import { accentContrasts, isReadable, LEAST_CONTRAST, nearestReadable, type Scheme } from './palette.js'
import { MAX_RADIUS_PX, THEME_FONTS, THEME_LAUNCHERS } from './theme.js'

/** The field `theme` of a commune's file, with the fault in words and, for a colour that cannot be read, the nearest one that can. */
export const themeField = z.strictObject({
  accent: accentOf('light').optional(),
  accentDark: accentOf('dark').optional(),
  radius: z.number().min(0).max(MAX_RADIUS_PX, `the corners of buttons are of ${MAX_RADIUS_PX} px at most`).optional(),
  font: z.enum(THEME_FONTS).optional(),
  launcher: z.enum(THEME_LAUNCHERS).optional(),
})

function accentOf(scheme: Scheme) {
  return z.string().transform((text, context): Colour => {
    const colour = toColour(text)
    if (colour && isReadable(colour, scheme)) return colour
    context.addIssue({
      code: 'custom',
      params: { fault: 'colour' },
      message: colour ? tooFaint(colour, scheme) : `"${text}" is not a colour: write #rrggbb`,
    })
    return z.NEVER
  })
}

function tooFaint(colour: Colour, scheme: Scheme): string {
  const { text, on } = accentContrasts(colour, scheme)
  const ratio = (Math.floor(Math.min(text, on) * 10) / 10).toFixed(1)
  const needed = `${ratio} to 1, and text needs ${LEAST_CONTRAST.text}`
  return `"${colour}" cannot be read on a ${scheme} screen (${needed}): the nearest colour that can is "${nearestReadable(colour, scheme)}"`
}
