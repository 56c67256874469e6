import { describe, expect, it } from '@jest/globals'
import { createForWhomHearer } from '../../src/assistant/hear-aspects.js'
import { readTable } from '../../src/assistant/words/tables.js'
import { EXAMPLE_LANGUAGES } from '../../src/platform/model/language.js'
import { FOR_WHOM } from '../../src/platform/model/turn.js'
import { intentsDir } from '../features/entries/installed.js'
import { startAssistant } from './harness.js'

const words = await readTable('for-whom', { intentsDir })
const hear = createForWhomHearer(words)

describe('for whom a message asks', () => {
  it.each([
    ['et pour mon fils ?', 'child'],
    ['Carte d’identité de MA FILLE', 'child'],
    ['c’est pour moi', 'self'],
    ['ma femme accouche', 'spouse'],
    ['j’aide ma mère à refaire sa carte', 'parent'],
    ['je suis étrangère, quels papiers ?', 'foreigner'],
    ['une terrasse devant mon restaurant', 'professional'],
    ['je suis auto-entrepreneuse', 'professional'],
    ['can my daughter eat there?', 'child'],
    ['un pasaporte para mi hijo', 'child'],
    ['o passaporte da minha mãe', 'parent'],
    ['جواز سفر لابني', 'child'],
    ['паспорт для сина', 'child'],
    ['для моей жены', 'spouse'],
    ['oğlumun pasaportu', 'child'],
    ['pentru soția mea', 'spouse'],
  ] as const)('is heard: %s', (text, whom) => {
    expect(hear(text)).toBe(whom)
  })

  it('is what was said last, and the longest of what ends there', () => {
    expect(hear('c’est pour moi, et pour mon mari')).toBe('spouse')
    expect(hear('pour mon mari et pour moi')).toBe('self')
  })

  it.each(['renouveler un passeport', 'les filles du foot', 'la poubelle de monfils', 'مواعيد البلدية', ''])(
    'is not said in: %s',
    (text) => {
      expect(hear(text)).toBeNull()
    },
  )

  it('has words of each kind in each language', () => {
    for (const language of ['fr', ...EXAMPLE_LANGUAGES] as const)
      for (const whom of FOR_WHOM) expect(words[language]?.[whom]?.length ?? `${language} ${whom}`).toBeGreaterThan(0)
  })
})

it('is stored with the turn, where her own words say it', async () => {
  const { startConversation } = await startAssistant()
  const talk = await startConversation()
  await talk.say('acte de naissance pour mon fils')
  await talk.say('quels papiers ?')
  await talk.say('Pour mon père', 'entry:mariage')
  const { turns } = await talk.transcript()
  expect(turns.map(({ forWhom }) => forWhom)).toEqual(['child', undefined, undefined])
})
