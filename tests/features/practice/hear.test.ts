import { describe, expect, it } from '@jest/globals'
import { heardIn } from '../../../src/features/practice/play.js'
import { fc } from '../../properties.js'

describe('what is heard', () => {
  it.each([
    ['Apportez un justificatif de votre domicile récent.', 'justificatif domicile'],
    ['Des JUSTIFICATIFS de domicile', 'justificatif domicile'],
    ['La carte a-t-elle été perdue ou volée ?', 'perdue ou vole'],
    ['C’est l’œil du maître', 'oeil maitre'],
    ['Cela coûte 25 €.', '25'],
    ['Décrivez l’objet', 'decri*'],
    ['إنها مجانية', 'مجاني*'],
  ])('%p says %p', (text, phrase) => {
    expect(heardIn(text, ['nothing of it', phrase])).toBe(text)
  })

  it.each([
    ['Le domicile, avec un justificatif', 'justificatif domicile'],
    ['Un justificatif, et puis dans un mois ou deux un domicile', 'justificatif domicile'],
    ['Cela coûte 250 €.', '25'],
    ['La photographie', 'photo'],
    ['Un justificatif. Le domicile.', 'justificatif domicile'],
    ['', 'photo'],
  ])('%p does not say %p', (text, phrase) => {
    expect(heardIn(text, [phrase])).toBeNull()
  })

  it('is the sentence in which it was, as written', () => {
    expect(heardIn('Bonjour Madame.\nVotre photo ? Merci !', ['photo'])).toBe('Votre photo ?')
  })

  it('is not what a negation comes before, when asked', () => {
    const phrases = ['envo* mot de passe']
    expect(heardIn('Envoyez-moi votre mot de passe', phrases, { denied: false })).not.toBeNull()
    expect(heardIn('N’envoyez jamais votre mot de passe', phrases, { denied: false })).toBeNull()
    expect(heardIn('N’envoyez jamais votre mot de passe', phrases)).not.toBeNull()
  })

  it('never throws, and an empty phrase is never heard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, phrase) => {
        heardIn(text, [phrase])
        expect(heardIn(text, ['', '…'])).toBeNull()
      }),
    )
  })
})
