import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { hearText } from '../../src/assistant/languages/hear-message.js'
import { learnLanguages } from '../../src/assistant/languages/language-tables.js'
import { createListener } from '../../src/assistant/languages/listen.js'
import { screenText } from '../../src/assistant/screen.js'
import type { Signal } from '../../src/assistant/signal-matcher.js'
import { DANGER_SIGNALS } from '../../src/assistant/words/load-dangers.js'
import { language } from './installed-language.js'
import { examples, lexicons } from './languages/installed-lexicons.js'
import { maskPersonalData } from './personal-data/mask-of-tests.js'

type Phrases = Record<string, string[]>

/** What people in danger write, by what must be heard, then by language; `none` looks like it and must wake nobody. */
const phrases = JSON.parse(readFileSync('tests/assistant/distress-phrases.json', 'utf8')) as Record<string, Phrases>

const rowsOf = (name: string) =>
  Object.entries(phrases[name] ?? {}).flatMap(([language, texts]) => texts.map((text) => [language, text] as const))

let dangersIn: (text: string) => Signal[]
beforeAll(async () => {
  const { matchSignals } = language.heard
  const listen = createListener(lexicons, learnLanguages(lexicons, examples))
  dangersIn = (text) => {
    const screened = screenText(text, { matchSignals, mask: maskPersonalData, maskLabel: (kind) => `[${kind}]` })
    return hearText(screened, { matchSignals, listen }).signals.filter((one) => one.startsWith('danger-'))
  }
})

describe.each(DANGER_SIGNALS)('%s', (danger) => {
  it.each(rowsOf(danger))('is heard, in %s, in "%s"', (_language, text) => {
    expect(dangersIn(text)).toContain(danger)
  })
})

describe('no danger', () => {
  it.each(rowsOf('none'))('is heard, in %s, in "%s"', (_language, text) => {
    expect(dangersIn(text)).toEqual([])
  })
})

describe('the list', () => {
  it('is long, has every danger in every language of the interface, and says nothing twice', () => {
    const all = Object.values(phrases).flatMap((byLanguage) => Object.values(byLanguage).flat())
    expect(new Set(all).size).toBe(all.length)
    expect(rowsOf('none').length).toBeGreaterThanOrEqual(150)
    expect(all.length - rowsOf('none').length).toBeGreaterThanOrEqual(150)
    for (const danger of DANGER_SIGNALS)
      expect(Object.keys(phrases[danger] ?? {})).toEqual(['fr', 'en', 'ar', 'pt', 'es', 'uk'])
  })
})
