import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../../src/assistant/words/messages.js'
import { LINT_RULES, type LintRule, splitSentences } from '../../../../src/features/entries/lint/lint-sentence.js'
import {
  countSyllables,
  lintSimple,
  readability,
  splitPassages,
} from '../../../../src/features/entries/lint/lint-simple.js'
import { readPlainWords } from '../../../../src/features/entries/lint/plain-words.js'
import { intentsDir, knowledgeDir } from '../installed.js'

const words = await readPlainWords({ intentsDir })

/** Rules that a text breaks, remarks included. */
function rulesOf(text: string): LintRule[] {
  const { faults, remarks } = lintSimple(text, words)
  return [...faults, ...remarks].map(({ rule }) => rule)
}

/** The parameters of the first finding of a text. */
function firstOf(text: string): Record<string, string> | undefined {
  const { faults, remarks } = lintSimple(text, words)
  return [...faults, ...remarks][0]?.parameters
}

const GOOD = `Votre carte d'identité est trop vieille ? Vous pouvez en demander une autre.

1. Prenez rendez-vous au {{titres.telephone}}.
2. Venez vous-même à la mairie. On prend vos empreintes.

Apportez :

- votre ancienne carte ;
- une photo de moins de 6 mois ;
- un papier avec votre adresse (justificatif de domicile).

Le prix est de **25 €**. [Cherchez un rendez-vous](https://rendezvouspasseport.ants.gouv.fr/).

{{titres.nom}}, {{titres.adresse}}. Horaires : {{titres.horaires}}.`

describe('a text that is easy to read', () => {
  it('has no fault and no remark', () => {
    const { faults, remarks, sentences, meanWords } = lintSimple(GOOD, words)
    expect([...faults, ...remarks]).toEqual([])
    expect(sentences).toBe(13)
    expect(meanWords).toBeLessThan(7)
  })

  it('may be empty', () => {
    expect(lintSimple('', words)).toEqual({ faults: [], remarks: [], sentences: 0, meanWords: 0, readability: null })
  })
})

describe('sentences', () => {
  const of = (count: number) => `${Array.from({ length: count }, () => 'mot').join(' ')}.`

  it('have fifteen words at most', () => {
    expect(rulesOf(`${of(5)} ${of(15)}`)).toEqual([])
    expect(rulesOf(`${of(5)} ${of(16)}`)).toEqual(['sentence_long'])
    expect(firstOf(`${of(5)} ${of(16)}`)).toEqual({ count: '16', max: '15' })
  })

  it('have twelve on average, or a remark says so', () => {
    expect(rulesOf(of(13))).toEqual(['sentences_long'])
    expect(lintSimple(of(13), words).faults).toEqual([])
    expect(rulesOf(`${of(13)} ${of(11)}`)).toEqual([])
  })

  it('are three in a paragraph; more is a remark when they are short, a fault when they are not', () => {
    expect(rulesOf(`${of(10)} ${of(10)} ${of(10)}`)).toEqual([])
    expect(rulesOf(`${of(4)} ${of(4)} ${of(4)} ${of(4)}`)).toEqual(['paragraph_dense'])
    expect(rulesOf(`${of(12)} ${of(12)} ${of(12)} ${of(12)}`)).toEqual(['paragraph_long'])
    expect(rulesOf(`- ${of(12)} ${of(12)} ${of(12)} ${of(12)}`)).toEqual(['paragraph_long'])
    expect(rulesOf(`${of(12)} ${of(12)}\n\n${of(12)} ${of(12)}`)).toEqual([])
  })

  it.each([
    ['Appelez M. Petit. Il répond.', 2],
    ['Venez à 14 h 30. Payez 25,50 €.', 2],
    ['Écrivez à {{accueil.courriel}}, ou sur https://www.a.fr/b.html.', 1],
    ['Vous venez ? Oui ! « Bien. » Merci…', 4],
    ['Une carte', 1],
    ['**Gratuit.** Venez.', 2],
    ['…', 0],
  ])('%s has %i', (text, count) => {
    expect(splitSentences(splitPassages(text)[0]?.text ?? '')).toHaveLength(count)
  })

  it('count a phone, an hour, an amount, a variable and an address as one word', () => {
    const words = (text: string) => splitSentences(splitPassages(text)[0]?.text ?? '')[0]?.words
    expect(words('Appelez le 02 61 91 00 00.')).toBe(3)
    expect(words('Venez à 14 h 30.')).toBe(3)
    expect(words('Cela coûte 1 250 €.')).toBe(3)
    expect(words('Allez à {{accueil.nom}}.')).toBe(3)
    expect(words('Écrivez à [la mairie](https://a.fr/une-page).')).toBe(4)
  })
})

describe('words', () => {
  it.each([
    'Acquittez-vous de la taxe.',
    'Apportez un justificatif de domicile.',
    'Apportez deux justificatifs.',
    'Faites-le au préalable.',
    'L’instruction du dossier dure 2 mois.',
    'Les ayants droit signent.',
    'Le cas échéant, venez.',
    'C’est fait à titre gratuit.',
    'Vous attestez cela.',
    'Vous **justifiez de** vos droits.',
  ])('%s', (text) => {
    expect(rulesOf(text)).toEqual(['jargon'])
  })

  it('are found once, in their longest phrase, with a plain equivalent', () => {
    expect(firstOf('Apportez un justificatif de domicile.')).toEqual({
      found: 'justificatif de domicile',
      plain: 'papier qui prouve votre adresse',
    })
  })

  it.each([
    'Apportez un papier avec votre adresse (justificatif de domicile).',
    'Apportez un justificatif de domicile (un papier avec votre adresse).',
    'Apportez un justificatif de domicile, c’est-à-dire un papier avec votre adresse.',
    'Apportez un justificatif de domicile. C’est un papier avec votre adresse.',
    'Apportez un justificatif de domicile. Ce papier prouve votre adresse.',
    'Apportez un justificatif de domicile. Le justificatif dit où vous habitez.',
    'Apportez un justificatif de domicile, un papier avec votre adresse.',
    'Ce papier s’appelle un justificatif de domicile.',
    'Cliquez sur « Ajouter un justificatif ».',
    'Il faut un justificatif (un papier). Envoyez le justificatif.',
  ])('may be hard when explained: %s', (text) => {
    expect(rulesOf(text)).toEqual([])
  })

  it('are not explained by what comes much later, nor for what comes before', () => {
    expect(rulesOf('Il faut un justificatif. Venez tôt. C’est un papier.')).toEqual(['jargon'])
    expect(rulesOf('Envoyez le justificatif. Il faut un justificatif (un papier).')).toEqual(['jargon'])
  })

  it('are not found inside others', () => {
    expect(rulesOf('Une attestation d’accueil, des conséquences, un avis, la facturation.')).toEqual([])
  })

  it('that are only heavy are remarks', () => {
    expect(rulesOf('Veuillez venir.')).toEqual(['heavy_word'])
    expect(lintSimple('Veuillez venir.', words).faults).toEqual([])
  })

  it('have each one plain equivalent', () => {
    const phrases = [...words.faults, ...words.remarks].flatMap((row) => row.words)
    expect(phrases.length).toBeGreaterThan(150)
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([])
  })
})

describe('acronyms', () => {
  it.each([
    ['La CNI est prête.', 'acronym_known', "carte nationale d'identité"],
    ['Allez à la Caf.', 'acronym_known', "caisse d'allocations familiales"],
    ['Le CERFA est en ligne.', 'acronym_known', 'formulaire officiel'],
    ['Le ZQXK est fermé.', 'acronym_unknown', undefined],
  ] as const)('%s', (text, rule, plain) => {
    expect(rulesOf(text)).toEqual([rule])
    expect(firstOf(text)?.plain).toBe(plain)
  })

  it.each([
    'La caisse d’allocations familiales (Caf) aide. La Caf paie.',
    'La Caf (caisse d’allocations familiales) aide.',
    'La Caf aide. La Caf est la caisse d’allocations familiales.',
    'La maison départementale des personnes handicapées aide. Son nom court est MDPH.',
    'Le ZQXK est fermé. C’est un bureau.',
    'Vous recevez un SMS avec un QR code.',
    'Votre enfant est en CM2. Prenez le papier F1427, au format A4.',
    'Il a plu. Les PAPIERSORIGINAUX restent. Paul et Léa viennent.',
  ])('are understood: %s', (text) => {
    expect(rulesOf(text)).toEqual([])
  })

  it('are found at their first use only', () => {
    expect(rulesOf('La Caf paie. La CAF aide.')).toEqual(['acronym_known'])
  })
})

describe('turns', () => {
  it.each([
    'La carte est délivrée par la mairie.',
    'Le dossier doit être signé par vos parents.',
    'Les sacs sont vite ramassés par des agents.',
  ])('in the passive: %s', (text) => {
    expect(rulesOf(text)).toContain('passive')
  })

  it.each([
    'Le bureau est ouvert un jour par semaine.',
    'La demande est envoyée par courrier.',
    'Le prix est fixé par enfant.',
    'La mairie donne la carte.',
    'Vous êtes né par ici.',
  ])('with an agent who acts, or without: %s', (text) => {
    expect(rulesOf(text)).not.toContain('passive')
  })

  it.each([
    'Vous ne pouvez pas venir sans rendez-vous.',
    'Si vous n’avez rien, ne venez pas.',
    'Il n’est pas impossible de payer.',
  ])('denied twice: %s', (text) => {
    expect(rulesOf(text)).toEqual(['double_negation'])
  })

  it.each([
    'Vous ne payez rien. Vous ne signez rien.',
    'Venez sans porc et sans viande.',
    'Vous ne payez que 25 €, sans attendre.',
    'N’attendez pas.',
  ])('denied once at most: %s', (text) => {
    expect(rulesOf(text)).toEqual([])
  })
})

describe('figures', () => {
  it.each([
    ['Venez à 14h30.', '14h30', '14 h 30'],
    ['Venez à 9h.', '9h', '9 h'],
    ['Venez à 14:30.', '14:30', '14 h 30'],
    ['Payez 25€.', '5€', '5 €'],
    ['Payez 25.50 €.', '25.50', '25,50'],
    ['Payez 1500 €.', '1500', '1 500'],
    ['Venez avant le 01/03/2027.', '01/03/2027', '1er mars 2027'],
    ['Venez avant le 12/03/2027.', '12/03/2027', '12 mars 2027'],
    ['Venez le 1 mars.', '1 mars', '1er mars'],
    ['Venez le 05 mai.', '05 mai', '5 mai'],
    ['La 1ère fois.', '1ère', '1re'],
    ['La 2ème fois.', '2ème', '2e'],
    ['Appelez le 0261910000.', '0261910000', '02 61 91 00 00'],
    ['Appelez le 02.61.91.00.00.', '02.61.91.00.00', '02 61 91 00 00'],
    ['Appelez le +33 2 61 91 00 00.', '+33 2 61 91 00 00', '02 61 91 00 00'],
  ])('%s', (text, found, better) => {
    expect(rulesOf(text)).toEqual(['figure'])
    expect(firstOf(text)).toEqual({ found, better })
  })

  it.each([
    'Venez à 14 h 30, ou à 9\u00a0h. Venez le 12 mars 2027 ou le 1er mai.',
    'Payez 1\u202f500 € ou 25,50 €. La 1re fois, la 2e fois.',
    'Appelez le 02 61 91 00 00, le 0806 20 30 40 ou le 3919.',
    'La mairie est au 45990 Villebourg. La règle date de 2024.',
  ])('are well written: %s', (text) => {
    expect(rulesOf(text)).toEqual([])
  })

  it.each([
    ['Le XXe siècle.', '20e'],
    ['La rue Louis XIV.', '14'],
    ['La Ve République.', '5e'],
  ])('are not Roman: %s', (text, better) => {
    expect(rulesOf(text)).toEqual(['roman_numeral'])
    expect(firstOf(text)?.better).toBe(better)
  })

  it.each(['Le permis I et le permis V.', 'Il va. Le taxi, le mix, la VIE.'])('are not seen in letters: %s', (text) => {
    expect(rulesOf(text)).not.toContain('roman_numeral')
  })
})

describe('Markdown', () => {
  it.each([
    ['- un\n  - deux', ['nested_list']],
    ['1. un\n   - deux', ['nested_list']],
    ['- un\n- deux\nla suite', []],
    ['### Titre\n\nTexte.', ['construct']],
    ['| a | b |', ['construct']],
    ['> Texte.', ['construct']],
    ['<b>Texte.</b>', ['construct']],
  ])('%j', (text, rules) => {
    expect(rulesOf(text)).toEqual(rules)
  })

  it('says where a fault is, by line and column', () => {
    const { faults } = lintSimple('Bonjour.\n\n- **Venez** avec un justificatif.\n- Payez 25€.', words)
    expect(faults.map(({ rule, line, column }) => [rule, line, column])).toEqual([
      ['jargon', 3, 21],
      ['figure', 4, 10],
    ])
  })
})

describe('ease of reading', () => {
  it.each([
    ['carte', 1],
    ['mairie', 2],
    ['demandes', 2],
    ['réunion', 3],
    ['théâtre', 2],
    ['les', 1],
    ["l'acte", 1],
    ['25', 1],
  ])('%s has %i syllables', (word, count) => {
    expect(countSyllables(word)).toBe(count)
  })

  it('is the formula of Kandel and Moles', () => {
    expect(readability(['La mairie donne la carte.'])).toBeCloseTo(207 - 1.015 * 5 - 73.6 * (6 / 5), 5)
    expect(readability([])).toBeNull()
  })

  it('falls when words and sentences grow', () => {
    const hard = lintSimple('La dématérialisation administrative complexifie considérablement les formalités.', words)
    expect(hard.readability).toBeLessThan(lintSimple('La mairie vous donne un papier.', words).readability ?? 0)
  })
})

describe('what the linter says', () => {
  it('is a sentence for every rule, with its parameters', async () => {
    const say = await loadMessages(knowledgeDir)
    for (const rule of LINT_RULES) expect(say('fr', `lint.${rule}`)).not.toBe(say('fr', 'error.internal'))
    const [fault] = lintSimple('Venez à 14h30.', words).faults
    expect(say('fr', 'lint.figure', fault?.parameters)).toContain('14\u00a0h\u00a030')
  })
})
