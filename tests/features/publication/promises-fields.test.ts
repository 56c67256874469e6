import { describe, expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { shareOf } from '../../../src/features/publication/checked-answer.js'
import { settingsWords } from '../../../src/features/settings/pages/list-acts.js'
import { Slider, withPromise } from '../../../src/features/settings/pages/promises-fields.js'
import { sampleSettings } from '../../ui/console/sample-settings.js'

const now = { wrong: 0.02, offered: 0.97 }

describe('a promise on its slider', () => {
  const shown = (draft: object, language: 'fr' | 'en', name: 'wrong' | 'offered') =>
    renderToString(
      h(Slider, {
        name,
        now,
        words: settingsWords(language),
        view: sampleSettings(),
        draft,
        onChange: () => {},
        fault: null,
        children: 'mesure',
      }),
    )

  it('stands where the settings put it, else where the server does, within its bounds', () => {
    const ofServer = shown({}, 'fr', 'offered')
    expect(ofServer).toMatch(/min="80" max="99" step="1" value="97"/)
    expect(ofServer).toContain('>97 sur 100</output>')
    const ofCommune = shown({ promises: { wrong: 0.015 } }, 'en', 'wrong')
    expect(ofCommune).toMatch(/min="0.5" max="10" step="0.5" value="1.5"/)
    expect(ofCommune).toContain('aria-valuetext="1.5 in 100"')
  })

  it('has its name, and what was measured as its description', () => {
    const html = shown({}, 'fr', 'wrong')
    expect(html).toContain('<label for="setting-promises-wrong">Réponses fausses, au plus</label>')
    expect(html).toContain('aria-describedby="setting-promises-wrong-help"')
    expect(html).toMatch(/id="setting-promises-wrong-help">.*mesure<\/div>/)
  })

  it('changes one promise and leaves the other', () => {
    expect(withPromise({}, 'wrong', 1.5)).toEqual({ promises: { wrong: 0.015 } })
    expect(withPromise({ promises: { wrong: 0.015 } }, 'offered', 97)).toEqual({
      promises: { wrong: 0.015, offered: 0.97 },
    })
  })
})

describe('what people said', () => {
  it('has an interval that holds for few and for none', () => {
    expect(shareOf(0, 0)).toBeNull()
    const none = shareOf(0, 10)
    expect(none).toMatchObject({ share: 0, low: 0 })
    expect(none?.high).toBeCloseTo(0.278, 3)
    const some = shareOf(10, 100)
    expect([some?.low, some?.high].map((end) => end?.toFixed(3))).toEqual(['0.055', '0.174'])
  })
})
