import { describe, expect, it } from '@jest/globals'
import { createChoiceHearer } from '../../../src/assistant/follow-up/hear-choices.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import { intentsDir } from '../../features/entries/installed.js'

const { ageSaid } = createChoiceHearer(await readTable('choices', { intentsDir }))

const LABELS = ['Un adulte', 'Un enfant (moins de 18 ans)']

describe('ageSaid', () => {
  it.each(['18', 'plus de 18', 'plus de 18 ans', "j'ai 18 ans", '67 ans', 'elle a 85 ans', 'oui 40', '18 ans et demi'])(
    '%s is an adult',
    (text) => expect(ageSaid(LABELS, text)).toBe(0),
  )

  it.each(['17', '8 ans', 'moins de 18', 'il a 3 ans', 'moins de 12 ans'])('%s is a child', (text) =>
    expect(ageSaid(LABELS, text)).toBe(1),
  )

  it.each(['plus de 12', 'moins de 30 ans', '18 rue des Lilas', 'le 18 mai', 'adulte', ''])('%s is neither', (text) =>
    expect(ageSaid(LABELS, text)).toBeNull(),
  )

  it('is for two answers of which one is for those under an age', () => {
    expect(ageSaid(['18 ans, ou bientôt', 'Déménagement'], '18')).toBeNull()
    expect(ageSaid([...LABELS, 'Une association'], '18')).toBeNull()
  })
})
