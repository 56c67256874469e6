import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import { intentsDir, knowledgeDir } from '../../features/entries/installed.js'
import { startAssistant } from '../harness.js'
import { tables } from './installed-lexicons.js'

const OTHERS = LANGUAGES.filter((language) => language !== 'fr' && language !== 'en')
const SAID = { greeting: 'small_talk.hello', thanks: 'small_talk.thanks', goodbye: 'small_talk.goodbye' } as const

const say = await loadMessages(knowledgeDir)
const assistant = await startAssistant()
const phrasesOf = (signal: string, language: string): string[] =>
  JSON.parse(readFileSync(join(intentsDir, 'assistant', `${signal}.json`), 'utf8')).utterances[language]

describe.each(OTHERS)('courtesies in %s', (language) => {
  it.each(Object.entries(SAID))('%s: there are a dozen, each answered in its language', async (signal, key) => {
    const phrases = phrasesOf(signal, language)
    expect(phrases.length).toBeGreaterThanOrEqual(12)
    for (const phrase of phrases) {
      const talk = await assistant.startConversation()
      const { turn, message, text } = await talk.say(phrase)
      const came = { phrase, outcome: turn?.outcome, language: message.language, text }
      expect(came).toEqual({ phrase, outcome: 'answered_small_talk', language, text: say(language, key) })
    }
  })
})

describe('a courtesy', () => {
  it.each([
    ['hola, muchas gracias', 'es'],
    ['Gracias!', 'es'],
    ['obrigada, até logo', 'pt'],
    ['дякую, до побачення', 'uk'],
    ['شكرا، مع السلامة', 'ar'],
  ])('with another: "%s"', async (text, language) => {
    const { turn, message } = await (await assistant.startConversation()).say(text)
    expect([turn?.outcome, message.language]).toEqual(['answered_small_talk', language])
  })

  it.each(['hello', 'hi', 'ciao', 'salut'])(
    'that French borrows or lends is answered in French: "%s"',
    async (text) => {
      const { turn, message } = await (await assistant.startConversation()).say(text)
      expect([turn?.outcome, message.language]).toEqual(['answered_small_talk', 'fr'])
    },
  )

  it.each(['gracier', 'adieu', 'tchador', 'logo', 'ano', 'de', 'nada', ''])('is not "%s"', (text) => {
    expect(tables.courtesyOf([text])).toBeNull()
  })
})
