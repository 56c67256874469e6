import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { LANGUAGES, RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../src/platform/model/language.js'
import { knowledgeDir } from '../features/entries/installed.js'
import { startAssistant } from './harness.js'

const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(knowledgeDir, 'messages', `${name}.json`), 'utf8'))

/** What the buttons that call a person say, with its language. */
const LABELS: (readonly [RecognisedLanguage, string])[] = [
  ...LANGUAGES.flatMap((language) => {
    const { human = '', callback = '' } = { ...read(`widget.${language}`), ...read(`widget-parts.${language}`) }
    return [[language, human] as const, [language, callback] as const]
  }),
  ...RECOGNISED_LANGUAGES.map((language) => [language, read(language)['human.talk'] ?? ''] as const),
]

describe('the label of a button that calls a person, typed', () => {
  it.each(LABELS)('in %s: "%s" is the wish for one, answered in its language', async (language, label) => {
    const talk = await (await startAssistant()).startConversation()
    const { turn, message } = await talk.say(label)
    expect({ outcome: turn?.outcome, language: message.language }).toEqual({ outcome: 'escalated_wish', language })
    expect(await talk.handoff()).toMatchObject({ reason: 'citizen_wish' })
  })

  it.each(LANGUAGES)('in a conversation in %s, is the wish for one', async (language) => {
    for (const [spoken, label] of LABELS.filter(([spoken]) => spoken === language)) {
      const talk = await (await startAssistant({ language })).startConversation()
      const { turn, message } = await talk.say(label)
      expect({ label, outcome: turn?.outcome, language: message.language }).toEqual({
        label,
        outcome: 'escalated_wish',
        language: spoken,
      })
    }
  })
})
