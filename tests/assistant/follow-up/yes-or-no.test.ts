import { describe, expect, it } from '@jest/globals'
import { saysNo, saysYes, takesPerson } from '../../../src/assistant/follow-up/yes-or-no.js'

describe('yes and no', () => {
  it.each(['oui', 'Oui, merci', "c'est ça", 'yes', 'Sí', 'sim', 'Так!', 'نعم', 'ja'])('%s says yes', (text) => {
    expect(saysYes(text)).toBe(true)
    expect(saysNo(text)).toBe(false)
  })

  it.each(['non', 'Non merci', 'no', 'não', 'não, obrigada', 'ні, дякую', 'لا'])('%s says no', (text) => {
    expect(saysNo(text)).toBe(true)
    expect(saysYes(text)).toBe(false)
  })

  it.each(['merci', 'oui mais combien ?', 'no passport', 'la mairie', ''])('%s says neither', (text) => {
    expect(saysYes(text)).toBe(false)
    expect(saysNo(text)).toBe(false)
  })

  it.each(['oui', 'oui merci', 'ok', 'je veux bien', "oui s'il vous plaît", 'volontiers', 'yes', 'так'])(
    '%s takes the person who is offered',
    (text) => expect(takesPerson(text)).toBe(true),
  )

  it.each(['ok merci', 'merci', 'non merci', 'oui mais demain'])('%s calls nobody', (text) =>
    expect(takesPerson(text)).toBe(false),
  )
})
