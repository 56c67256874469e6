import { describe, expect, it } from '@jest/globals'
import { themeField } from '../../../src/features/settings/commune-schema.js'
import { changeDraft, draftOf, judge, toTheme } from '../../../src/features/settings/pages/theme/theme-section.js'
import { accentContrasts } from '../../../src/features/settings/palette.js'

describe('looks being tried', () => {
  it('begin with what the commune has, and say only what is not Guichet’s own', () => {
    expect(toTheme(draftOf({}))).toEqual({})
    const theme = { accent: '#1b3a6b', accentDark: '#9bc4ff', radius: 6, font: 'site', launcher: 'round' } as const
    expect(toTheme(draftOf(theme))).toEqual(theme)
  })

  it('make the dark colour from the light one until it is chosen', () => {
    const followed = changeDraft(draftOf({}), { accent: '#7a1f5c' })
    expect(judge(followed.accentDark, 'dark').nearest).toBeNull()
    expect(toTheme(followed)).toEqual({ accent: '#7a1f5c' })
    const chosen = changeDraft(followed, { accentDark: '#ffd400', ownDark: true })
    expect(changeDraft(chosen, { accent: '#1b3a6b' }).accentDark).toBe('#ffd400')
    expect(changeDraft(chosen, { ownDark: false }).accentDark).toBe(followed.accentDark)
  })

  it('are judged as the server does: what is proposed is accepted, what is refused is not offered', () => {
    expect(judge('#1d5b55', 'light')).toMatchObject({ nearest: null })
    const { text, nearest } = judge('#ffd400', 'light')
    expect(text).toBeLessThan(4.5)
    expect(themeField.safeParse({ accent: '#ffd400' }).success).toBe(false)
    expect(themeField.safeParse({ accent: nearest }).success).toBe(true)
  })

  it('never call a contrast better than it is', () => {
    const { component } = accentContrasts('#767676', 'light')
    expect(component).toBeGreaterThan(3.95)
    expect(judge('#767676', 'light').component).toBe(3.9)
  })
})
