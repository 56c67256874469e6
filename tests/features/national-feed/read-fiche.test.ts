import { describe, expect, it } from '@jest/globals'
import { linesOf } from '../../../src/features/national-feed/fiche-row.js'
import { readFiche } from '../../../src/features/national-feed/read-fiche.js'
import { FeedFileFault } from '../../../src/features/national-feed/xml-tree.js'
import { fc } from '../../properties.js'
import { ficheXml, paragraph, type SampleFiche } from './sample-fiche.js'

const read = (sample: Partial<SampleFiche> = {}) => readFiche(Buffer.from(ficheXml({ id: 'F1', ...sample })))
const linesIn = (body: string) => linesOf(read({ body })).slice(2)

describe('a fiche', () => {
  it('says what it is, where it stands, when it changed and where its page is', () => {
    expect(read({ title: 'Encombrants', schema: '3.5', modified: '2025-03-02' })).toMatchObject({
      id: 'F1',
      title: 'Encombrants',
      audience: 'Particuliers',
      schema: '3.5',
      path: [{ id: 'N19808', title: 'Logement' }],
      modified: '2025-03-02',
      url: 'https://www.service-public.fr/particuliers/vosdroits/F1',
      summary: 'En deux mots : Encombrants.',
      sendsToTownHall: false,
    })
  })

  it('keeps the weight, the links and the spaces between two marked words', () => {
    const { parts } = read({
      body: paragraph(
        'Le <MiseEnEvidence>recensement</MiseEnEvidence> <LienInterne LienPublication="F870">citoyen</LienInterne>, 1<Exposant>re</Exposant> fois, 50 m<Exposant>2</Exposant>.',
      ),
    })
    expect(parts[0]?.blocks).toEqual([
      {
        kind: 'paragraph',
        spans: [
          { text: 'Le ' },
          { text: 'recensement', strong: true },
          { text: ' ' },
          { text: 'citoyen', href: 'https://www.service-public.fr/particuliers/vosdroits/F870' },
          { text: ', 1re fois, 50 m².' },
        ],
      },
    ])
  })

  it('makes parts of its chapters, named by their own headings', () => {
    const chapter = (title: string, attributes = '') =>
      `<Chapitre ${attributes}><Titre><Paragraphe>${title}</Paragraphe></Titre><Paragraphe>Texte.</Paragraphe></Chapitre>`
    const body = `<Texte>${chapter('De quoi s’agit-il ?')}${chapter('Pièces à fournir')}${chapter('Coût')}${chapter('Délai')}${chapter('Où s’adresser ?')}${chapter('Comment faire la demande ?')}${chapter('Réunir les documents', 'type="pieces"')}${chapter('Payer', 'numerote="true"')}</Texte>`
    expect(read({ body }).parts.map(({ key, title }) => [key, title])).toEqual([
      ['brief', 'De quoi s’agit-il ?'],
      ['papers', 'Pièces à fournir'],
      ['cost', 'Coût'],
      ['delay', 'Délai'],
      ['place', 'Où s’adresser ?'],
      ['steps', 'Comment faire la demande ?'],
      ['papers', 'Réunir les documents'],
      ['steps', 'Payer'],
    ])
  })

  it('keeps each situation and each case under its own heading', () => {
    const situation = (title: string, text: string) =>
      `<Situation><Titre>${title}</Titre><Condition><estVrai var="T1"/></Condition><Texte><Chapitre><Titre><Paragraphe>Coût</Paragraphe></Titre><BlocCas affichage="radio"><Cas><Titre>En ligne</Titre><Paragraphe>${text}</Paragraphe></Cas></BlocCas></Chapitre></Texte></Situation>`
    const body = `<ListeSituations>${situation('Majeur', '25 €')}${situation('Mineur', 'Gratuit')}</ListeSituations>`
    expect(read({ body }).parts.map(({ title }) => title)).toEqual(['Majeur', 'Mineur'])
    expect(linesIn(body)).toEqual(['Majeur', 'Coût', 'En ligne', '25 €', 'Mineur', 'Coût', 'En ligne', 'Gratuit'])
  })

  it('writes a table as a list whose items name their columns, merged cells said again', () => {
    const cell = (text: string, attributes = '') => `<Cellule ${attributes}><Paragraphe>${text}</Paragraphe></Cellule>`
    const body = `<Texte><Tableau><TitreRiche><Paragraphe>Tarifs</Paragraphe></TitreRiche><Rangée type="header">${cell('Âge')}${cell('Prix')}</Rangée><Rangée type="normal">${cell('Adulte')}${cell('25 €', 'fusionVerticale="2"')}</Rangée><Rangée type="normal">${cell('Enfant')}</Rangée></Tableau></Texte>`
    expect(linesIn(body)).toEqual([
      'Tarifs',
      '- Âge\u00a0: Adulte – Prix\u00a0: 25 €',
      '- Âge\u00a0: Enfant – Prix\u00a0: 25 €',
    ])
  })

  it('keeps lists inside lists, boxes, contacts and services', () => {
    const body = `<Texte><Liste type="puce"><Item><Paragraphe>Un</Paragraphe><Liste><Item><Paragraphe>Deux</Paragraphe></Item></Liste></Item></Liste><Attention><Titre>Attention</Titre><Paragraphe>Pas le dimanche.</Paragraphe></Attention></Texte><OuSAdresser ID="R1" type="Local"><Titre>Mairie</Titre><Complement>Sur rendez-vous</Complement><PivotLocal>mairie</PivotLocal><RessourceWeb URL="https://lannuaire.example/mairie"/></OuSAdresser><ServiceEnLigne ID="R2" URL="https://demande.example/" type="Téléservice"><Titre>Demander en ligne</Titre><Source>Ministère</Source></ServiceEnLigne><Reference URL="https://loi.example/" type="Texte de référence"><Titre>Code</Titre></Reference>`
    const fiche = read({ body })
    expect(linesIn(body)).toEqual([
      '- Un',
      '- – Deux',
      'Attention',
      'Pas le dimanche.',
      'Mairie',
      'Sur rendez-vous',
      'Demander en ligne – Ministère',
    ])
    expect(fiche).toMatchObject({
      sendsToTownHall: true,
      online: [{ title: 'Demander en ligne', url: 'https://demande.example/', kind: 'Téléservice' }],
      references: [{ title: 'Code', url: 'https://loi.example/', kind: 'Texte de référence' }],
    })
  })

  it('makes no link of what is no web address, and no online service without https', () => {
    const body = `<Texte><Paragraphe><LienExterne URL="javascript:alert(1)">ici</LienExterne></Paragraphe></Texte><ServiceEnLigne URL="http://ancien.example"><Titre>Ancien</Titre></ServiceEnLigne>`
    const { parts, online } = read({ body })
    expect(parts[0]?.blocks).toEqual([{ kind: 'paragraph', spans: [{ text: 'ici' }] }])
    expect(online).toEqual([])
  })

  it('reads what no schema has yet', () => {
    const body =
      '<Texte><Nouveaute niveau="9"><Titre>Neuf</Titre><Bloc><Paragraphe>Texte neuf.</Paragraphe></Bloc></Nouveaute></Texte>'
    expect(linesIn(body)).toEqual(['Neuf', 'Texte neuf.'])
    expect(read({ schema: '4.0' }).schema).toBe('4.0')
  })

  it('loses no word of a paragraph, and adds none, whatever is in it', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\p{C}]/u.test(text))
    const inXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    const marked = fc.tuple(word, fc.constantFrom('', 'MiseEnEvidence', 'Valeur', 'Expression', 'LienIntra', 'Inconnu'))
    fc.assert(
      fc.property(fc.array(marked, { minLength: 1, maxLength: 8 }), (words) => {
        const inside = words
          .map(([text, name]) => (name === '' ? inXml(text) : `<${name}>${inXml(text)}</${name}>`))
          .join('')
        const expected = words
          .map(([text]) => text)
          .join('')
          .replace(/[\t\n\r ]+/g, ' ')
          .replace(/^ | $/g, '')
        const { parts } = read({ body: paragraph(inside) })
        const [block] = parts[0]?.blocks ?? []
        expect(block?.kind === 'paragraph' ? block.spans.map(({ text }) => text).join('') : '').toBe(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('refuses a file that is damaged, cut, or no fiche, with a reason, whatever it holds', () => {
    const whole = Buffer.from(ficheXml({ id: 'F1' }))
    const refusal = (bytes: Uint8Array) => {
      try {
        return readFiche(bytes).id
      } catch (error) {
        if (!(error instanceof FeedFileFault)) throw error
        return error.fault
      }
    }
    const outcomes = ['F1', 'not_xml', 'not_text', 'not_a_fiche', 'too_deep']
    fc.assert(fc.property(fc.nat(whole.length - 1), (end) => refusal(whole.subarray(0, end)) !== 'F1'))
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 6 }), (at, noise) => {
        const bytes = Uint8Array.from(whole)
        bytes.set(noise.slice(0, whole.length - at), at)
        const outcome = refusal(bytes)
        return outcomes.includes(outcome) || /^F\d+$/.test(outcome)
      }),
    )
    expect(refusal(Buffer.from(`<a>${'<b>'.repeat(5_000)}`))).toBe('too_deep')
    expect(refusal(Buffer.from('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'))).toBe('not_xml')
    expect(refusal(Buffer.from('<ServiceComplementaire ID="R1"/>'))).toBe('not_a_fiche')
  })
})
