import { describe, expect, it } from '@jest/globals'
import { frenchTypography } from '../../../../src/platform/text/typography.js'
import { fc } from '../../../properties.js'

/** Shows no-break spaces: `~` is U+00A0, `'` after a letter becomes ’ as usual, `_` is U+202F. */
const shown = (text: string) =>
  frenchTypography(text)
    .replace(/\u00a0/g, '~')
    .replace(/\u202f/g, '_')

describe('frenchTypography', () => {
  it.each([
    ['Bonjour !', 'Bonjour_!'],
    ['Bonjour!', 'Bonjour_!'],
    ['Vraiment ?', 'Vraiment_?'],
    ['Quoi ?!', 'Quoi_?!'],
    ['le matin ; le soir', 'le matin_; le soir'],
    ['Horaires : de 9 h à 12 h', 'Horaires~: de 9~h à 12~h'],
    ['de 8 h 30 à 14 h 05', 'de 8~h~30 à 14~h~05'],
    ["l'acte d'état civil", 'l’acte d’état civil'],
    ["qu'«ici»", 'qu’«_ici_»'],
    ["Envoyez l'", 'Envoyez l’'],
    ['« oui »', '«_oui_»'],
    ['«oui»', '«_oui_»'],
    ['dire « oui ? »', 'dire «_oui_?_»'],
    ['25 €', '25~€'],
    ['1 250,50 €', '1_250,50~€'],
    ['1 250 000 habitants', '1_250_000 habitants'],
    ['20 %', '20~%'],
    ['3 mois, 2 ans, 10 jours', '3~mois, 2~ans, 10~jours'],
    ['20 m² et 5 km', '20~m² et 5~km'],
    ['02 61 91 00 00', '02~61~91~00~00'],
    ['02.61.91.00.00', '02~61~91~00~00'],
    ['etc...', 'etc…'],
    ['(oui ?)', '(oui_?)'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it.each([
    'https://www.service-public.fr/particuliers/vosdroits/F1427?a=1;b=2',
    'http://a.fr/?q=oui!',
    "d'accueil@villebourg.example".slice(2),
    'rendez-vous à 14:30',
    'le ratio 1:2',
    '12 rue du Marché, 45990 Villebourg',
    'le 24 novembre 2026',
    '15, 17, 18, 112, 3919',
    'Cerfa 12100*02',
    '',
  ])('leaves %p as it is', (text) => {
    expect(frenchTypography(text)).toBe(text)
  })

  it('leaves an address as it is, and sets what surrounds it', () => {
    expect(shown("l'adresse : https://a.fr/d'un?b ; merci !")).toBe("l’adresse~: https://a.fr/d'un?b_; merci_!")
  })

  it('sets the rest of a sentence whose first words are bold or a link', () => {
    expect(shown(' : 25 €')).toBe('~: 25~€')
    expect(shown(' ? Oui')).toBe('_? Oui')
  })

  it('changes nothing the second time', () => {
    const french = fc.array(
      fc.constantFrom(
        ..."abéÉ01925;:!?«»'’…().,-%€@/\n\u00a0\u202f ".split(''),
        ' ',
        ' ',
        ' h ',
        '00',
        'h',
        'mois',
        ' ?',
        '...',
        'https://a.fr',
        'a@b.fr',
        '02 61 91 00 00',
        '1 000',
      ),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          french.map((parts) => parts.join('')),
          fc.string({ unit: 'grapheme' }),
        ),
        (text) => {
          const once = frenchTypography(text)
          expect(frenchTypography(once)).toBe(once)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('keeps every letter and digit', () => {
    const kept = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => kept(frenchTypography(text)) === kept(text)))
  })
})
