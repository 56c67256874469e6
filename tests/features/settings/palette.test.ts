import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { contrast, lightnessOf, mix, toColour, withLightness } from '../../../src/features/settings/colour.js'
import {
  accentContrasts,
  isReadable,
  nearestReadable,
  OWN_COLOURS,
  paletteOf,
  SCHEMES,
} from '../../../src/features/settings/palette.js'
import type { Colour } from '../../../src/platform/model/commune.js'
import { fc } from '../../properties.js'

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value): Colour => `#${value.toString(16).padStart(6, '0')}`)

describe('colours', () => {
  it('are written with three digits or six, in any case', () => {
    expect(['#ABC', ' #1d5B55 ', 'red', '#12345', '1d5b55'].map(toColour)).toEqual([
      '#aabbcc',
      '#1d5b55',
      null,
      null,
      null,
    ])
  })

  // Source: worked by hand from the definition; 4.54 is the grey that everyone quotes.
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ] as const)('%s and %s have a contrast of %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })

  it('are laid on others, and keep their hue at another lightness', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080')
    expect(withLightness('#ff0000', 0.25)).toBe('#800000')
    expect(withLightness('#0000ff', 0.75)).toBe('#8080ff')
    fc.assert(
      fc.property(anyColour, (colour) => {
        expect(contrast(withLightness(colour, lightnessOf(colour)), colour)).toBeLessThan(1.02)
      }),
    )
  })
})

describe('Guichet’s own colours', () => {
  it('are those of the widget’s style sheet', () => {
    const css = readFileSync('src/ui/widget/widget.css', 'utf8')
    const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
    const valueIn = (part: string, name: string) =>
      toColour(new RegExp(`--${name}: (?:var\\(--guichet-[\\w-]+, )?(#\\w+)`).exec(part)?.[1] ?? '')
    for (const [scheme, part] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      const found = Object.keys(OWN_COLOURS[scheme]).map((name) => [name, valueIn(part, name)])
      expect(Object.fromEntries(found)).toEqual(OWN_COLOURS[scheme])
    }
  })

  it('can be read', () => {
    expect(SCHEMES.map((scheme) => isReadable(OWN_COLOURS[scheme].accent, scheme))).toEqual([true, true])
    expect(paletteOf({})).toMatchObject({ light: { accent: '#1d5b55', on: '#ffffff' }, dark: { accent: '#93cfc2' } })
  })
})

describe('an accent', () => {
  it('that can be read is left alone', () => {
    expect(nearestReadable('#7a1f5c', 'light')).toBe('#7a1f5c')
    expect(paletteOf({ accent: '#7a1f5c' }).light.accent).toBe('#7a1f5c')
  })

  it('that cannot gives the nearest of its hue that can: no lighter one would do', () => {
    const found = nearestReadable('#ffd400', 'light')
    expect(isReadable(found, 'light')).toBe(true)
    expect(isReadable(withLightness(found, lightnessOf(found) + 0.01), 'light')).toBe(false)
  })

  it.each(SCHEMES)('always has a readable neighbour on %s screens', (scheme) => {
    fc.assert(
      fc.property(anyColour, (accent) => {
        const { text, on, component } = accentContrasts(nearestReadable(accent, scheme), scheme)
        expect(Math.min(text, on)).toBeGreaterThanOrEqual(4.5)
        expect(component).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  it('has its dark one made from it, unless it is given', () => {
    const made = paletteOf({ accent: '#1b3a6b' }).dark
    expect(made.accent).not.toBe('#1b3a6b')
    expect(contrast(made.accent, '#1f2928')).toBeGreaterThanOrEqual(4.5)
    expect(paletteOf({ accent: '#1b3a6b', accentDark: '#ffd400' }).dark.accent).toBe('#ffd400')
  })
})
