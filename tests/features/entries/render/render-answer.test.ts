import { describe, expect, it } from '@jest/globals'
import { textOf } from '../../../../src/features/entries/catalogue/snapshot.js'
import { fillVariables, renderAnswer } from '../../../../src/features/entries/render/render-answer.js'
import { foldedSections } from '../../../../src/platform/model/entry.js'
import { type Block, blocksToText } from '../../../../src/platform/text/rich-links.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { entry } from '../sample-entry.js'

const town = commune()

describe('fillVariables', () => {
  it.each([
    ['{{accueil.nom}}', 'Accueil de la mairie'],
    ['{{accueil.adresse}}', '1 place de la Mairie'],
    ['{{accueil.telephone}}', '[02 61 91 00 00](tel:+33261910000)'],
    ['{{accueil.courriel}}', '[accueil@bourg.example](mailto:accueil@bourg.example)'],
    ['{{commune.nom}} {{commune.site}}', 'Bourg https://www.bourg.example'],
  ])('%s', (text, expected) => {
    expect(fillVariables(text, town)).toBe(expected)
  })

  it('describes hours', () => {
    expect(fillVariables('{{accueil.horaires}}', town)).toMatch(
      /^du lundi au jeudi de 8 h 30 .* ; le samedi de 9 h à 12 h$/,
    )
  })

  it.each([
    '{{piscine.nom}}',
    '{{accueil.maire}}',
    '{{commune.maire}}',
    '{{accueil}}',
    '{{constructor.telephone}}',
    '{{constructor.horaires}}',
  ])('leaves %s visible', (text) => {
    expect(fillVariables(text, town)).toBe(text)
  })
})

describe('an entry of a title and a sentence', () => {
  const empty = { brief: '', steps: '', papers: '', cost: '', delay: '', place: '', online: '' }
  const said = { ...entry('acte', "L'acte", empty), short: { cost: 'Gratuit.', papers: 'Une photo.' } }

  it('has no empty heading, and its sentences where nothing is said at length', () => {
    expect(renderAnswer(entry('acte', "L'acte", empty), town).sections).toEqual([])
    const { sections } = renderAnswer(said, town)
    expect(sections.map(({ key, blocks }) => [key, blocksToText(blocks)])).toEqual([
      ['papers', 'Une photo.'],
      ['cost', 'Gratuit.'],
    ])
  })

  it('says on a card only once what a line of it says', () => {
    const answer = renderAnswer(said, town)
    const facts = [{ key: 'cost' as const, title: 'Coût', spans: [{ text: 'Gratuit.' }] }]
    expect(foldedSections({ ...answer, facts }).map(({ key }) => key)).toEqual(['papers'])
    expect(foldedSections({ ...answer, facts, lead: [answer.sections[0]?.blocks[0] as Block] })).toEqual([])
  })

  it('is searched by what it says in a sentence', () => {
    expect(textOf(said)).toContain('Une photo.')
  })
})

describe('renderAnswer', () => {
  const answer = renderAnswer(entry('acte', "L'acte", { place: 'Appelez le {{accueil.telephone}} !' }), town)
  const blocksOf = (key: string) => answer.sections.find((section) => section.key === key)?.blocks ?? []

  it('sets French typography everywhere that is read', () => {
    expect(answer.title).toBe('L’acte')
    expect(answer.summary).toBe('C’est gratuit.')
    expect(blocksToText(blocksOf('delay'))).toBe('Quelques jours\u00a0: 3\u00a0jours.')
  })

  it('makes a phone a link, spaced for reading', () => {
    expect(blocksOf('place')).toEqual([
      {
        kind: 'paragraph',
        spans: [
          { text: 'Appelez le ' },
          { text: '02\u00a061\u00a091\u00a000\u00a000', href: 'tel:+33261910000' },
          { text: '\u202f!' },
        ],
      },
    ])
  })

  it('renders the simplified version like a section, and has none where none is written', () => {
    expect(answer.simple).toBeNull()
    const written = { ...entry('acte'), simple: "C'est gratuit !\n\n1. Écrivez.\n2. Appelez le {{accueil.telephone}}." }
    expect(renderAnswer(written, town).simple).toEqual([
      { kind: 'paragraph', spans: [{ text: 'C’est gratuit\u202f!' }] },
      {
        kind: 'list',
        ordered: true,
        items: [
          [{ text: 'Écrivez.' }],
          [
            { text: 'Appelez le ' },
            { text: '02\u00a061\u00a091\u00a000\u00a000', href: 'tel:+33261910000' },
            { text: '.' },
          ],
        ],
      },
    ])
  })

  it('keeps the source and its date, and the address of online services', () => {
    expect(answer.source).toMatchObject({ date: '2023-10-31', licence: 'Licence Ouverte 2.0' })
    expect(answer.online).toEqual([
      { label: 'Demander un acte en ligne', url: 'https://www.service-public.fr/particuliers/vosdroits/R1406' },
    ])
    expect(answer.sections.map(({ title }) => title)).toEqual([
      'En bref',
      'Étapes',
      'Pièces à fournir',
      'Coût',
      'Délai',
      'Où s’adresser',
      'En ligne',
    ])
  })
})
