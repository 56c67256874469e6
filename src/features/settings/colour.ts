import type { Colour } from '../../platform/model/commune.js'

/** Narrows any text to a {@link Colour}: `#rrggbb` or `#rgb`, in any case; `null` when it is neither. */
export function toColour(text: string): Colour | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase()
  if (!digits) return null
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits}`
}

/** Contrast of two colours, from 1 to 21. Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Colour, other: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** `share` of a colour laid on another, in [0, 1]. */
export function mix(colour: Colour, ground: Colour, share: number): Colour {
  const under = channels(ground)
  return toHex(channels(colour).map((value, index) => value * share + (under[index] ?? 0) * (1 - share)))
}

/** The same hue and saturation at another lightness, in [0, 1]. Source: https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
export function withLightness(colour: Colour, lightness: number): Colour {
  const [hue, saturation] = hueAndSaturation(colour)
  const chroma = saturation * Math.min(lightness, 1 - lightness)
  return toHex(
    [0, 8, 4].map((shift) => {
      const turn = (shift + hue / 30) % 12
      return 255 * (lightness - chroma * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)))
    }),
  )
}

/** Half the sum of the strongest and the weakest channel, in [0, 1]. */
export function lightnessOf(colour: Colour): number {
  const values = channels(colour)
  return (Math.max(...values) + Math.min(...values)) / 510
}

/** Relative luminance, in [0, 1]. Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Hue in degrees and saturation in [0, 1], both 0 for a grey. */
function hueAndSaturation(colour: Colour): [hue: number, saturation: number] {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => value / 255)
  const most = Math.max(red, green, blue)
  const span = most - Math.min(red, green, blue)
  if (span === 0) return [0, 0]
  const lightness = lightnessOf(colour)
  const sixth =
    most === red ? ((green - blue) / span + 6) % 6 : most === green ? (blue - red) / span + 2 : (red - green) / span + 4
  return [sixth * 60, span / (1 - Math.abs(2 * lightness - 1))]
}

/** Red, green and blue, from 0 to 255. */
function channels(colour: Colour): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
}

function toHex(values: number[]): Colour {
  const digits = values.map((value) =>
    Math.round(Math.min(255, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${digits.join('')}`
}
