import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import {
  isInterfaceLanguage,
  LANGUAGES,
  RECOGNISED_LANGUAGES,
  STAFF_LANGUAGES,
} from '../../../src/platform/model/language.js'
import type { MessageKey } from '../../../src/platform/model/say.js'
import { frenchTypography } from '../../../src/platform/text/typography.js'
import { idsIn, knowledgeDir } from '../../features/entries/installed.js'

function readCatalogue(name: string): Record<string, string> {
  return JSON.parse(readFileSync(join(knowledgeDir, 'messages', `${name}.json`), 'utf8'))
}

const parametersOf = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

const french = readCatalogue('fr')
const keys = Object.keys(french) as MessageKey[]
const say = await loadMessages(knowledgeDir)

/** What the commands of whoever writes and installs the content say, what is pushed to agents, and what other programs are told: two languages are enough, as for the staff's screens. */
const isForWriters = (key: string) =>
  /^(fault|lint|help|retention|places\.import|push|digest|reminder|invitation|password_reset|unhandled_letter|staff_link|linked_account|remote_reply|tchap|setting|answers|migrate|backup|restore|seal_key|clock|mcp|botpress)\./.test(
    key,
  )

/**
 * What citizens read is in every language of the interface; the staff's screens, the commands, the declaration of accessibility, whose language is the law's, and the
 * pages for search engines, which lead to each sheet in every language, are in two.
 */
const pairs = idsIn(join(knowledgeDir, 'messages'), '.json')
  .filter((name) => /(^|\.)fr$/.test(name))
  .flatMap((name) => {
    const others =
      /^((console|admin)(-[a-z-]+)?|account|declaration|imports|kit|open-data|operator|truth-sheet)\.fr$/.test(name)
        ? STAFF_LANGUAGES
        : LANGUAGES
    return others.filter((language) => language !== 'fr').map((language) => [name, name.replace(/fr$/, language)])
  })

describe.each(pairs)('%s and %s', (fr, en) => {
  it('have the same sentences, none empty, with the same parameters', () => {
    const [whole, theirs] = [readCatalogue(fr ?? ''), readCatalogue(en ?? '')]
    const isStaff = STAFF_LANGUAGES.some((language) => en?.endsWith(language))
    const ours = Object.fromEntries(Object.entries(whole).filter(([key]) => isStaff || !isForWriters(key)))
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort())
    for (const [key, sentence] of Object.entries(ours)) {
      expect({ key, isEmpty: sentence.trim() === '' }).toEqual({ key, isEmpty: false })
      expect({ key, parameters: parametersOf(theirs[key] ?? '') }).toEqual({ key, parameters: parametersOf(sentence) })
    }
  })
})

describe('the languages in which only a few sentences are said', () => {
  const others = RECOGNISED_LANGUAGES.filter((language) => !isInterfaceLanguage(language))

  it('have the same sentences, none empty, with the parameters of the French ones', () => {
    const [first = '', ...rest] = others
    const expected = Object.keys(readCatalogue(first)).sort()
    for (const language of rest) expect(Object.keys(readCatalogue(language)).sort()).toEqual(expected)
    for (const language of others) {
      for (const [key, sentence] of Object.entries(readCatalogue(language))) {
        expect({ language, key, isEmpty: sentence.trim() === '' }).toEqual({ language, key, isEmpty: false })
        const parameters = parametersOf(french[key] ?? '')
        expect({ language, key, parameters: parametersOf(sentence) }).toEqual({ language, key, parameters })
      }
    }
  })
})

describe('loadMessages', () => {
  it.each(keys)('says "%s" with French typography', (key) => {
    const said = say('fr', key)
    expect(said).toBe(frenchTypography(said))
    // An ordinary space before double punctuation could end a line; a straight apostrophe is a typewriter's.
    expect(said).not.toMatch(/ [;:!?»]/)
    expect(said).not.toMatch(/« /)
    expect(said).not.toMatch(/\p{L}'/u)
  })

  it('fills parameters, with the typography of the sentence', () => {
    expect(say('fr', 'opening.tomorrow', { time: '8 h 30' })).toBe('demain à 8\u00a0h\u00a030')
    expect(say('fr', 'availability.busy', { phone: '02 61 91 00 00' })).toContain('02\u00a061\u00a091\u00a000\u00a000')
    expect(say('en', 'availability.busy', { phone: '02 61 91 00 00' })).toContain('02 61 91 00 00')
  })

  it('keeps what fills a sentence in its own order where the sentence goes from right to left', () => {
    expect(say('ar', 'availability.busy', { phone: '02 61 91 00 00' })).toContain('\u206802 61 91 00 00\u2069')
    expect(say('es', 'availability.busy', { phone: '02 61 91 00 00' })).not.toMatch(/[\u2066-\u2069]/)
  })

  it('tells which sentences a language has of its own', () => {
    expect([say.has('uk', 'no_answer'), say.has('it', 'no_answer'), say.has('it', 'human.talk')]).toEqual([
      true,
      false,
      true,
    ])
    expect(say('it', 'no_answer')).toBe(say('fr', 'no_answer'))
  })

  it('leaves no parameter visible when none is given', () => {
    for (const key of keys) expect(say('fr', key)).not.toMatch(/[{}]/)
  })

  it('does not fill again what a parameter brought', () => {
    expect(say('fr', 'handoff.joined', { agent: '{agent}' })).toContain('{agent}')
  })

  it('has a sentence for a key that does not exist', () => {
    expect(say('en', 'error.of_another_version' as MessageKey)).toBe(say('fr', 'error.internal'))
  })
})
