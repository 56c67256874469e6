import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { bareSubject, loadSubjects } from '../../src/assistant/bare-subject.js'
import { loadGuidedEntries } from '../../src/features/entries/catalogue/load-guides.js'
import { intentsDir, knowledgeDir } from '../features/entries/installed.js'

const subjects = await loadSubjects(knowledgeDir)
const entries = new Map((await loadGuidedEntries({ knowledgeDir, intentsDir })).map((entry) => [entry.id, entry]))
const isServed = (id: string) => entries.has(id)

async function readAlone(table: object): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-subjects-'))
  await writeFile(join(folder, 'subjects.json'), JSON.stringify(table))
  return loadSubjects(folder).finally(() => rm(folder, { recursive: true }))
}

describe('a bare subject', () => {
  it('is heard however it is said, and not where more is said of it', () => {
    const invoice = bareSubject(subjects, 'facture', isServed)
    expect(invoice?.choices.map(({ entry }) => entry)).toContain('facture-periscolaire-paiement')
    for (const said of ['Une facture', 'bonjour, une facture svp', 'les factures'])
      expect(bareSubject(subjects, said, isServed)).toEqual(invoice)
    expect(bareSubject(subjects, 'facture de cantine', isServed)?.ask).not.toBe(invoice?.ask)
    expect(bareSubject(subjects, '', isServed)).toBeNull()
  })

  it('proposes what the commune answers, and is none where that is a single entry', () => {
    const all = bareSubject(subjects, 'facture', isServed)
    const [first, ...others] = all?.choices.map(({ entry }) => entry) ?? []
    const left = bareSubject(subjects, 'facture', (id) => id !== first)
    expect(left?.choices.map(({ entry }) => entry)).toEqual(others)
    expect(bareSubject(subjects, 'facture', (id) => id === first)).toBeNull()
  })

  it('leads to entries that exist, and is no subject of a guide', () => {
    const choices = [...subjects.values()].flatMap((subject) => subject.choices.map(({ entry }) => entry))
    expect(choices.filter((id) => !entries.has(id))).toEqual([])
    const titles = [...entries.values()].flatMap(({ guide }) => (guide ? [guide.title.split('(')[0] ?? ''] : []))
    expect(titles.filter((title) => bareSubject(subjects, title, isServed))).toEqual([])
  })

  it('is refused where two subjects share a word, or one has none', async () => {
    const one = (words: string[]) => ({
      words,
      ask: 'Laquelle ?',
      choices: [1, 2].map((n) => ({ entry: `e${n}`, label: 'x' })),
    })
    await expect(readAlone({ subjects: [one(['carte']), one(['cartes'])] })).rejects.toThrow(
      '"cartes" is a word of "carte"',
    )
    await expect(readAlone({ subjects: [one(['je voudrais'])] })).rejects.toThrow('no word that means something')
  })
})
