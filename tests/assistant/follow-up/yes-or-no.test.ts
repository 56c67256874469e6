import { describe, expect, it } from '@jest/globals'
import { createChoiceHearer } from '../../../src/assistant/follow-up/hear-choices.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import { intentsDir } from '../../features/entries/installed.js'

const { accepts, saysNo, saysYes } = createChoiceHearer(await readTable('choices', { intentsDir }))

describe('yes and no', () => {
  it.each(['oui', 'Oui, merci', "c'est ça", 'yes', 'Sí', 'sim', 'Так!', 'نعم', 'ja'])('%s says yes', (text) => {
    expect(saysYes(text)).toBe(true)
    expect(saysNo(text)).toBe(false)
  })

  it.each(['non', 'Non merci', "non c'est bon merci", 'no', 'não', 'não, obrigada', 'ні, дякую', 'لا'])(
    '%s says no',
    (text) => {
      expect(saysNo(text)).toBe(true)
      expect(saysYes(text)).toBe(false)
    },
  )

  it.each(['merci', 'oui mais combien ?', 'no passport', 'la mairie', ''])('%s says neither', (text) => {
    expect(saysYes(text)).toBe(false)
    expect(saysNo(text)).toBe(false)
  })

  it.each(['oui', 'oui merci', 'ok', 'je veux bien', "oui s'il vous plaît", 'volontiers', 'yes', 'так'])(
    '%s accepts what is asked or offered',
    (text) => expect(accepts(text)).toBe(true),
  )

  it.each(['ok merci', 'merci', 'non merci', 'oui mais demain'])('%s accepts nothing', (text) =>
    expect(accepts(text)).toBe(false),
  )
})
