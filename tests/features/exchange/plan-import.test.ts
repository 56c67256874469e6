import { describe, expect, it } from '@jest/globals'
import { loadEntries, parseEntry } from '../../../src/features/entries/catalogue/load-entries.js'
import { contentOf } from '../../../src/features/entries/editing/curated-entries.js'
import { describeFaultOf } from '../../../src/features/exchange/apply-import.js'
import { writeCsv } from '../../../src/features/exchange/csv-table.js'
import { columnHeadings, loadExchangeWords } from '../../../src/features/exchange/import-defaults.js'
import type { LineFault } from '../../../src/features/exchange/import-plan.js'
import { type ImportStart, planImport } from '../../../src/features/exchange/plan-import.js'
import { readBotpress } from '../../../src/features/exchange/read-botpress.js'
import { readUpload, rowsOf } from '../../../src/features/exchange/read-upload.js'
import { entriesTable } from '../../../src/features/exchange/table-rows.js'
import { writeXlsx } from '../../../src/features/exchange/xlsx-table.js'
import { entryText } from '../entries/sample-entry.js'

const known = parseEntry('acte', entryText(), ['acte de naissance'])
const start: ImportStart = {
  existing: new Map([['acte', contentOf(known)]]),
  questions: 'add',
  defaults: {
    category: 'mairie-pratique',
    owner: 'accueil',
    sourceName: 'Ville de Villebourg',
    today: '2026-11-24',
    reviewBy: '2027-11-24',
    say: (key, value) => `${key} ${value}`,
  },
}

async function planCsv(text: string, from: Partial<ImportStart> = {}) {
  const { rows, faults } = rowsOf(await readUpload({ name: 'a.csv', bytes: new TextEncoder().encode(text) }))
  expect(faults).toEqual([])
  return planImport(rows, { ...start, ...from })
}

describe('planImport', () => {
  it('makes a draft of a question and its answer, and says what is left to write', async () => {
    const { created, faults } = await planCsv(
      'Question;Réponse;Rubrique\nÀ quelle heure ouvre la piscine ?;**De 9 h à 18 h.** Fermée le lundi.;Loisirs\n',
    )
    expect(faults).toEqual([])
    expect(created).toHaveLength(1)
    expect(created[0]).toMatchObject({
      entryId: 'a-quelle-heure-ouvre-la-piscine',
      // Its sections are parts that may stay empty.
      missing: [],
      newQuestions: 1,
      content: {
        title: 'À quelle heure ouvre la piscine ?',
        summary: 'De 9 h à 18 h.',
        category: 'mairie-pratique',
        owner: 'accueil',
        toCheck: ['check.unknown_category Loisirs'],
        source: { name: 'Ville de Villebourg', date: '2026-11-24' },
      },
    })
  })

  it('says which of what every entry needs is left to write', async () => {
    const { created } = await planCsv('Titre;Question\nPiscine;horaires piscine\n')
    expect(created[0]?.missing).toEqual(['summary'])
  })

  it('joins the lines of one entry, and sets a line aside that says otherwise', async () => {
    const { created, faults } = await planCsv(
      'Titre;Question;Réponse\nPiscine;horaires piscine;De 9 h à 18 h.\nPiscine;nager;\nPiscine;bain;Fermée.\n',
    )
    expect(created[0]?.content.questions).toEqual(['horaires piscine', 'nager'])
    expect(faults).toEqual([{ line: 4, file: null, code: 'written_twice', field: null, value: 'piscine' }])
  })

  it('changes what a line says of an entry that there is, and nothing else', async () => {
    const { changed } = await planCsv('Id;Coût;Question\nacte;10 €;Acte de Naissance\n')
    expect(changed[0]?.fields).toEqual(['sections.cost'])
    expect(changed[0]?.content).toEqual({ ...contentOf(known), sections: { ...known.sections, cost: '10 €' } })
    const replaced = await planCsv('Id;Question\nacte;copie\n', { questions: 'replace' })
    expect(replaced.changed[0]?.content.questions).toEqual(['copie'])
  })

  it('sets aside a line that gives an entry a category that does not exist, unless the same sheet has brought it', async () => {
    const line = 'Id;Catégorie\nacte;Papiers\n'
    const { faults, unchanged } = await planCsv(line)
    expect(faults).toEqual([{ line: 2, file: null, code: 'bad_value', field: 'category', value: 'Papiers' }])
    expect(unchanged).toEqual([])
    const brought = { ...contentOf(known), toCheck: ['check.unknown_category Papiers'] }
    const again = await planCsv(line, { existing: new Map([['acte', brought]]) })
    expect([again.faults, again.unchanged]).toEqual([[], ['acte']])
  })

  it('says each fault by line and field', async () => {
    const { faults, created } = await planCsv(
      `Titre;Question;Vérifié le;Qui s'en charge;Liens\n;;31/02/2026;;x\nPiscine;a;le 3;nous;ftp://a\n${'T'.repeat(91)};b;;;\n`,
    )
    expect(created).toEqual([])
    expect(faults.map(({ line, field, code, value }) => [line, field, code, value.slice(0, 7)])).toEqual([
      [2, null, 'no_title', ''],
      [3, 'who', 'bad_value', 'nous'],
      [3, 'verifiedAt', 'not_a_date', 'le 3'],
      [3, 'online.url', 'not_an_address', 'ftp://a'],
      [4, 'title', 'too_long', 'TTTTTTT'],
    ])
  })

  it('sets aside a line that holds a personal number, wherever it stands, and never repeats it', async () => {
    const [nir, iban, card] = ['1 85 05 78 006 084 36', 'FR7630006000011234567890189', '4970 1000 0000 0055']
    const { created, faults } = await planCsv(
      `Titre;Question;Réponse;Coût;Autres réponses
Piscine;horaires piscine;De 9 h à 18 h.;;
Piscine;mon numéro est ${nir} ?;;;
Cantine;prix;Payez ici.;sur ${iban};
Vélo ${card};où;${'a'.repeat(30_000)};;
Halte;garde;À la halte.;;ou ${card}
Marché;quand;Le **1 85** 05 78 006 **084 36**, dimanche.;;
Marché;où;À la halle.;;
${nir};qui;;;
`,
    )
    expect(created.map(({ entryId, content }) => [entryId, content.questions])).toEqual([
      ['piscine', ['horaires piscine']],
    ])
    const number = { file: null, code: 'personal_number', value: '' }
    expect(faults).toEqual([
      { line: 3, field: 'questions', ...number },
      { line: 4, field: 'sections.cost', ...number },
      { line: 5, field: 'title', ...number },
      { line: 6, field: null, ...number },
      { line: 7, field: 'summary', ...number },
      { line: 8, file: null, code: 'written_twice', field: null, value: 'marche' },
      { line: 9, field: 'title', ...number },
    ])
    const say = await loadExchangeWords('knowledge')
    expect(faults.slice(0, 1).map((fault) => describeFaultOf(fault, say, 'fr').replace(/\s/g, ' '))).toEqual([
      'Ligne 3, exemples de questions : le texte contient un numéro de sécurité sociale, un IBAN ou un numéro de carte bancaire : retirez-le.',
    ])
    expect(describeFaultOf(faults[3] as LineFault, say, 'en')).toBe(
      'Row 6: the text holds a social security number, an IBAN or a bank card number: take it out.',
    )
  })

  it('takes a line that leaves alone what an entry says already', async () => {
    const holds = { ...contentOf(known), simple: '1 85 05 78 006 084 36' }
    const { changed, faults } = await planCsv('Id;Coût\nacte;10 €\n', { existing: new Map([['acte', holds]]) })
    expect([changed.length, faults]).toEqual([1, []])
  })

  it('sets aside a file of a bot that holds a personal number, and takes the others', async () => {
    const intent = (name: string, fr: string[]) => JSON.stringify({ name, utterances: { fr } })
    const { rows } = readBotpress(
      new Map([
        ['intents/a.json', intent('cantine', ['prix de la cantine'])],
        ['intents/b.json', intent('piscine', ['payer avec 4970 1000 0000 0055'])],
      ]),
    )
    const { created, faults } = planImport(rows, start)
    expect(created.map(({ entryId }) => entryId)).toEqual(['cantine'])
    expect(faults).toEqual([
      { line: null, file: 'intents/b.json', code: 'personal_number', field: 'questions', value: '' },
    ])
  })

  it('finds nothing to change in what the project itself exports', async () => {
    const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
    const existing = new Map(entries.map((entry) => [entry.id, contentOf(entry)]))
    const table = entriesTable(entries, columnHeadings(await loadExchangeWords('knowledge')))
    const files = [
      { name: 'a.csv', bytes: new TextEncoder().encode(writeCsv(table)) },
      { name: 'a.xlsx', bytes: await writeXlsx(table) },
    ]
    for (const file of files) {
      const { rows } = rowsOf(await readUpload(file))
      const plan = planImport(rows, { ...start, existing, questions: 'replace' })
      expect([plan.created, plan.changed, plan.faults]).toEqual([[], [], []])
      expect(plan.unchanged).toHaveLength(entries.length)
    }
  })
})
