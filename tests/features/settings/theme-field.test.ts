import { describe, expect, it } from '@jest/globals'
import { themeField } from '../../../src/features/settings/commune-schema.js'
import { isReadable } from '../../../src/features/settings/palette.js'

const faultOf = (theme: unknown) => themeField.safeParse(theme).error?.issues[0]

describe('the looks of a commune', () => {
  it('are read as they are written, colours in one way', () => {
    const theme = { accent: '#1B3A6B', accentDark: '#9BC4ff', radius: 6, font: 'site', launcher: 'round' }
    expect(themeField.parse(theme)).toEqual({ ...theme, accent: '#1b3a6b', accentDark: '#9bc4ff' })
    expect(themeField.parse({})).toEqual({})
  })

  it.each([
    ['accent', { accent: '#ffd400' }, 'light'],
    ['accentDark', { accentDark: '#1b3a6b' }, 'dark'],
  ] as const)('refuse a faint %s with the nearest colour that can be read', (field, theme, scheme) => {
    const fault = faultOf(theme)
    expect(fault?.path).toEqual([field])
    const [, ratio, proposed] =
      /on a \w+ screen \(([\d.]+) to 1, .*: the nearest .* is "(#\w{6})"$/.exec(fault?.message ?? '') ?? []
    expect(Number(ratio)).toBeLessThan(4.5)
    expect(isReadable(proposed as `#${string}`, scheme)).toBe(true)
    expect(themeField.safeParse({ [field]: proposed }).success).toBe(true)
  })

  it.each([
    [{ accent: 'red' }, '"red" is not a colour: write #rrggbb'],
    [{ accent: 'red;}*{' }, '"red;}*{" is not a colour: write #rrggbb'],
    [{ radius: 40 }, 'the corners of buttons are of 24 px at most'],
    [{ font: 'Comic Sans' }, /site/],
    [{ launcher: 'square' }, /round/],
    [{ accents: '#000' }, /accents/],
  ])('refuse %j', (theme, message) => {
    const fault = faultOf(theme)?.message
    if (typeof message === 'string') expect(fault).toBe(message)
    else expect(fault).toMatch(message)
  })
})
