import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { PersonalDataKind } from '../../src/platform/security/personal-data.js'
import { cleanText } from '../../src/platform/text/clean-text.js'
import { idsIn, intentsDir, readIntent } from '../features/entries/installed.js'
import { fc } from '../properties.js'
import { GENERATED } from './personal-data/generated-forms.js'
import { maskPersonalData } from './personal-data/mask-of-tests.js'

const maskWhole = (text: string) => maskPersonalData(text, (kind) => `[${kind} masqué]`)
/** What is stored of a text, and what was found in it. */
const mask = (text: string) => {
  const { text: stored, found } = maskWhole(text)
  return { text: stored, found }
}

const MASKED: Record<PersonalDataKind, string[]> = {
  nir: [
    '1 85 05 78 006 084 36',
    '185057800608436',
    '1 85 05 78 006 084',
    '1850578006084',
    '2 84 12 2A 004 123 71',
    '284122B00412345',
    '1 85 05 2a 006 084',
    '1.85.05.78.006.084.36',
    '1-85-05-78-006-084-36',
    '2 99 31 99 341 012 08',
    '185 05 78 006 084 36',
    '18505 78006 08436',
  ],
  iban: [
    'FR76 3000 6000 0112 3456 7890 189',
    'FR7630006000011234567890189',
    'fr76 3000 6000 0112 3456 7890 189',
    'FR14 2004 1010 0505 0001 3M02 606',
    'FR76-3000-6000-0112-3456-7890-189',
    'BE68 5390 0754 7034',
    'DE89 3704 0044 0532 0130 00',
    // One digit mistyped: still somebody's account.
    'FR76 3000 6000 0112 3456 7890 188',
  ],
  card: [
    '4970 1012 3456 7893',
    '4970101234567893',
    '4970-1012-3456-7893',
    '5555 5555 5555 4444',
    '3782 822463 10005',
    '378282246310005',
  ],
  phone: [
    '06 12 34 56 78',
    '0612345678',
    '06.12.34.56.78',
    '06-12-34-56-78',
    '06/12/34/56/78',
    '06_12_34_56_78',
    '06 - 12 - 34 - 56 - 78',
    '0612 345 678',
    '06 123 456 78',
    '0 6 1 2 3 4 5 6 7 8',
    '6 12 34 56 78',
    '+33 6 12 34 56 78',
    '+33612345678',
    '+33 (0)6 12 34 56 78',
    '+33 06 12 34 56 78',
    '0033 6 12 34 56 78',
    '0033612345678',
    '02 61 91 00 00',
    '0 800 12 34 56',
    '0692 12 34 56',
    '+32 470 12 34 56',
    '+44 20 7946 0958',
    '+213 550 12 34 56',
    '00 213 550 12 34 56',
    '06\u00a012\u00a034\u00a056\u00a078',
    '06\u202f12\u202f34\u202f56\u202f78',
    '06‑12‑34‑56‑78',
  ],
  email: [
    'jean.dupont@gmail.com',
    'Jean.DUPONT+mairie@mail.villebourg.fr',
    'hélène.dupré@orange.fr',
    'jean.dupont @ gmail.com',
    'jean.dupont(at)gmail.com',
    'jean.dupont [at] gmail.com',
    'jean.dupont arobase gmail.com',
    'jean.dupont@gmail',
    'j_d-2@a-b.co.uk',
  ],
  plate: ['AB-123-CD', 'AB 123 CD', 'AB123CD', 'ab-123-cd', 'gh 452 tz', '1234 AB 45', '123 ABC 2A', '4512 WX 69'],
  // What the words around say: see below.
  tax: [],
  birth: [],
  file: [],
  // Where something was asked of it: see `addresses/`.
  address: [],
}

const cases = Object.entries(MASKED).flatMap(([kind, texts]) => texts.map((text) => ({ kind, text })))

describe('what is masked', () => {
  it.each(cases)('$kind: $text', ({ kind, text }) => {
    const label = `[${kind} masqué]`
    expect(mask(text)).toEqual({ text: label, found: [kind] })
    expect(mask(`Bonjour, voici : ${text}, merci.`).text).toBe(`Bonjour, voici : ${label}, merci.`)
    expect(mask(`(${text})`).text).toBe(`(${label})`)
    expect(mask(`${text}\net voilà`).text).toBe(`${label}\net voilà`)
  })

  it.each([
    ['mon iban FR76 3000 6000 0112 3456 7890 189 chez BNP', 'mon iban [iban masqué] chez BNP'],
    ['FR7630006000011234567890189 BNPAFRPP', '[iban masqué] BNPAFRPP'],
    ['carte 4970 1012 3456 7893 123', 'carte [card masqué] 123'],
    ['carte 4970101234567893 12/27 123', 'carte [card masqué] 12/27 123'],
    ['tel:06.12.34.56.78.', 'tel:[phone masqué].'],
    ['tel0612345678svp', 'tel[phone masqué]svp'],
    ['0612345678 ou 0712345678', '[phone masqué] ou [phone masqué]'],
    ['nir:185057800608436', 'nir:[nir masqué]'],
    ['mailto:a.b@c.fr', 'mailto:[email masqué]'],
  ])('%s', (text, expected) => {
    expect(mask(text).text).toBe(expected)
  })

  it('names each kind once, whatever the number of times', () => {
    expect(maskWhole('Voici : 06 12 34 56 78.').values).toEqual([{ kind: 'phone', value: '06 12 34 56 78' }])
    expect(mask('a@b.fr, 06 12 34 56 78, c@d.fr et FR7630006000011234567890189').found).toEqual([
      'iban',
      'phone',
      'email',
    ])
  })

  it('is not fooled by invisible characters once the text is clean', () => {
    expect(mask(cleanText('06\u200b12\u200b34\u200b56\u200b78')).text).toBe('[phone masqué]')
    expect(mask(cleanText('06  12\t34  56 78')).text).toBe('[phone masqué]')
  })
})

describe('what is not masked', () => {
  it.each([
    'un loyer de 1 250,50 € par mois',
    'une subvention de 1 250 000 000 euros',
    '1500 euros, 25 €, 12,5 %',
    'le 24/11/2026 à 14 h 30',
    'le 01/02/2024 15 personnes',
    'le 01.02.2024 15 personnes',
    'du 12.03.2024 au 15.04.2025',
    'le 12/03/85 et le 13/04/87',
    '2024-11-24T14:30',
    '45990 Villebourg-sur-Loire',
    '12 bis rue du Marché 45990',
    'Cerfa 12100*02',
    'cerfa n° 13406*08',
    'article L2121-29 du code général des collectivités',
    'article R. 151-21, alinéa 3',
    'de 8 h 30 à 12 h et de 13 h 30 à 17 h',
    'ouvert 08:30-12:00 13:30-17:00',
    'le 3919, le 119, le 15, le 112 ou le 3114',
    'le 36 46 et le 39 39',
    'entre 1998 et 2026',
    'au 12 de la rue des Lilas, appartement 345',
    'référence 2024123456',
    'dossier PC 045 123 24 A0012',
    'DP 04512324A0012',
    'SIRET 55210055400013',
    'SIRET 552 100 554 00013',
    'SIREN 552 100 554',
    'parcelle AB 124 et AC 12',
    'à plus de 100 km de la mairie',
    'plus de 250 kg par an',
    'A PLUS DE 100 KM',
    'le 14 MAI 24',
    '100 EUR 50',
    '1234 5678 9012 3456',
    '4970 1012 3456 7890',
    'les bus 1, 2, 3, 4, 5, 6, 7, 8, 9 et 10',
    'latitude 47.902964, longitude 1.909251',
    'numéro fiscal ?',
    'prix : 3 @ 5 euros',
    '@mairie',
    'facture 2024-00123-45',
    'F1427 et R1406',
    'la loi n° 2005-102 du 11 février 2005',
    'mon fils a 3 ans, ma fille 12 ans 1/2',
    'un terrain de 1 200 m² en zone UB 12',
    'taille 38 40 42 44 46',
  ])('%s', (text) => {
    expect(mask(text)).toEqual({ text, found: [] })
  })
})

/** Lists of texts, kept beside the tests. */
const listed = (name: string) => JSON.parse(readFileSync(`tests/assistant/personal-data/${name}.json`, 'utf8'))

describe('what people write', () => {
  const forms = listed('written-forms') as { kind: string; text: string }[]

  it.each(forms.map(({ kind, text }) => [kind, text]))('%s: %s', (kind, text) => {
    expect(mask(cleanText(text.replace(/[⟦⟧]/g, ''))).text).toBe(
      cleanText(text).replace(/⟦[^⟧]*⟧/, `[${kind === 'foreign' ? 'phone' : kind} masqué]`),
    )
  })

  it('is left alone where it is about nobody', () => {
    const sentences = listed('ordinary-sentences') as string[]
    expect(sentences.length).toBeGreaterThan(200)
    expect(sentences.filter((sentence) => mask(cleanText(sentence)).found.length > 0)).toEqual([])
  })

  it('is left alone in the example questions of the installed entries', () => {
    const questions = idsIn(intentsDir, '.json').flatMap((id) => readIntent(id).utterances.fr)
    expect(questions.length).toBeGreaterThan(5_000)
    expect(questions.filter((question) => mask(cleanText(question)).found.length > 0)).toEqual([])
  })

  /** Of a hundred texts, those of which nothing is left to read. */
  it.each(Object.entries(GENERATED))('is found however it is made: %s', (_, { texts }) => {
    const samples = fc.sample(texts, 100).map(({ data, text }) => ({ data: cleanText(data), text: cleanText(text) }))
    const left = samples.filter(({ data, text }) => {
      const { text: stored, found } = mask(text)
      return found.length === 0 || stored.includes(data) || stored.replace(/\D/g, '').length > 2
    })
    expect(samples.length - left.length).toBeGreaterThanOrEqual(96)
  })
})

describe('whatever is written', () => {
  const fragment = fc.oneof(
    fc.constantFrom(...Object.values(MASKED).flat()),
    fc.constantFrom(' ', ', ', '\n', '-', '.', '/', '@', '+33', '(0)', '0', '00', 'FR76', 'AB', 'de', '06', '\u00a0'),
    fc.stringMatching(/^[0-9 .-]{1,20}$/),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
  )
  const text = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''))

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const once = mask(raw)
        expect(mask(once.text)).toEqual({ text: once.text, found: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('says that something was found exactly when the text changed', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const { text: masked, found } = mask(raw)
        expect(found.length > 0).toBe(masked !== raw)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['digits', '1'.repeat(10_000)],
    ['digits and spaces', '1 '.repeat(5_000)],
    ['pairs of digits', '06 '.repeat(3_333)],
    ['pairs of digits and hyphens', '06-'.repeat(3_333)],
    ['dots', '.'.repeat(10_000)],
    ['letters', 'a'.repeat(10_000)],
    ['letters and dots', 'a.'.repeat(5_000)],
    ['at signs', 'a@'.repeat(5_000)],
    ['at signs and dots', '@a.'.repeat(3_333)],
    ['spaced at signs', 'a @ '.repeat(2_500)],
    ['plus signs', '+33'.repeat(3_333)],
    ['parentheses', '('.repeat(10_000)],
    ['beginnings of IBANs', 'FR76 '.repeat(2_000)],
    ['beginnings of plates', 'AB 123 '.repeat(1_428)],
    ['spaces', ' '.repeat(10_000)],
    ['slashes', '1/2/'.repeat(2_500)],
  ])('ends on 10,000 characters of %s', (_, hostile) => {
    expect(typeof mask(hostile).text).toBe('string')
    expect(typeof mask(`${hostile}x`).text).toBe('string')
  })
})
