import { describe, expect, it } from '@jest/globals'
import { looksCss } from '../../../src/features/settings/looks/looks-route.js'

describe('the style sheet of a commune’s looks', () => {
  it('is empty when nothing is said', () => {
    expect(looksCss()).toBe('')
    expect(looksCss({}, { position: 'right' })).toBe('')
  })

  it('sets the colours of both schemes, the dark ones made from the light where they are not given', () => {
    const css = looksCss({ accent: '#1b3a6b' })
    expect(css).toMatch(
      /^:host\{--guichet-accent:#1b3a6b;--guichet-on-accent:#ffffff;--guichet-tint:#\w{6};--guichet-accent-dark:#\w{6};--guichet-on-accent-dark:#0c2420;--guichet-tint-dark:#\w{6};\}$/,
    )
    expect(looksCss({ accentDark: '#9bc4ff' })).not.toContain('--guichet-accent:')
  })

  it('rounds corners, takes the page’s letters, and folds the launcher', () => {
    expect(looksCss({ radius: 0 })).toBe(':host{--guichet-radius:0px}')
    expect(looksCss({ font: 'site' })).toContain('font-family:inherit')
    expect(looksCss({ launcher: 'round' })).toContain(':not(:hover,:focus-visible) .label{')
    expect(looksCss({ font: 'system', launcher: 'labelled' })).toBe('')
  })

  it.each([
    [{ offset: '16' }, ':host{--guichet-x:16px;--guichet-y:16px;}'],
    [{ offset: '0, 90' }, ':host{--guichet-x:0px;--guichet-y:90px;}'],
    [{ offset: '016 0200' }, ':host{--guichet-x:16px;}'],
    [{ position: 'left' }, ':host{--guichet-left:var(--guichet-x,24px);--guichet-right:auto;}'],
    [{ offset: '9999' }, ''],
    [{ offset: '-5' }, ''],
    [{ offset: '1px}*{display:none' }, ''],
    [{ position: 'top' }, ''],
  ])('places the launcher as %j asks, and nothing else', (words, css) => {
    expect(looksCss({}, words)).toBe(css)
  })
})
