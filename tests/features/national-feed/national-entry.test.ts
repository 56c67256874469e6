import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { layered, mergeEntries, type OwnEntries } from '../../../src/features/entries/catalogue/load-own-entries.js'
import { toSearchDocument } from '../../../src/features/entries/catalogue/snapshot.js'
import { renderAnswer } from '../../../src/features/entries/render/render-answer.js'
import { changeChoices, choicesFileOf } from '../../../src/features/national-feed/commune-choices.js'
import { openFeedFiles } from '../../../src/features/national-feed/feed-files.js'
import { indexFile, rowsFile } from '../../../src/features/national-feed/feed-index.js'
import { importFeed } from '../../../src/features/national-feed/import-feed.js'
import { MOST_QUOTED, nationalEntries, nationalEntry } from '../../../src/features/national-feed/national-entries.js'
import { readFiche } from '../../../src/features/national-feed/read-fiche.js'
import { loadCommunes } from '../../../src/features/settings/load-communes.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { blocksToText } from '../../../src/platform/text/rich-links.js'
import { knowledgeDir } from '../entries/installed.js'
import { entry } from '../entries/sample-entry.js'
import { ficheXml, paragraph, temporaryFolder, writeFeed } from './sample-fiche.js'

const villebourg = (await loadCommunes(knowledgeDir)).get('villebourg') as Commune
const sampleEntry = (patch: Partial<Entry> & { id: string }): Entry => ({ ...entry(patch.id), ...patch })
const moreWords = 'La suite est ailleurs.'
const context = {
  importedAt: '2026-11-24T00:00:00.000Z',
  owner: 'accueil',
  questions: [],
  note: null,
  replaced: null,
  moreWords,
}
const note = {
  place: 'Bureau 2, {{accueil.telephone}}',
  hours: '',
  papers: '',
  cost: 'Gratuit ici.',
  by: 'Ada',
  at: '',
}
const fiche = (body?: string) =>
  readFiche(Buffer.from(ficheXml({ id: 'F7', title: "L'acte : copie", ...(body ? { body } : {}) })))

describe('a national entry', () => {
  it('quotes the fiche without changing a sign, and says source, date and licence', () => {
    const made = nationalEntry(fiche(paragraph("C'est {{accueil.nom}} : l'acte ?")), context)
    const answer = renderAnswer(made, villebourg)
    expect(answer).toMatchObject({
      entryId: 'f7',
      title: "L'acte : copie",
      source: {
        url: 'https://www.service-public.fr/particuliers/vosdroits/F7',
        licence: 'Licence Ouverte 2.0',
        date: '2024-01-15',
      },
      verifiedAt: '2026-11-24',
    })
    expect(answer.sections).toEqual([
      {
        key: 'brief',
        title: 'En bref',
        quoted: true,
        blocks: [{ kind: 'paragraph', spans: [{ text: "C'est {{accueil.nom}} : l'acte ?" }] }],
      },
    ])
    expect(toSearchDocument(made).text).toContain("l'acte ?")
  })

  it('keeps what the commune says apart, under its own name', () => {
    const made = nationalEntry(fiche(), { ...context, note })
    const { sections } = renderAnswer(made, villebourg)
    expect(sections.map(({ title, quoted = false }) => [title, quoted])).toEqual([
      ['En bref', true],
      [`Coût – ${villebourg.nom}`, false],
      [`Où s’adresser – ${villebourg.nom}`, false],
    ])
    expect(blocksToText(sections[0]?.blocks ?? [])).toBe('Vous pouvez faire cette démarche à la mairie.')
    expect(blocksToText(sections[2]?.blocks ?? [])).toContain('02')
  })

  it('takes the place of the shared entry that answers from it alone, with where to go in the commune', () => {
    const replaced = sampleEntry({ id: 'acte', servicePublic: ['F7'] })
    replaced.sections.place = '{{accueil.nom}}'
    const made = nationalEntry(fiche(), { ...context, replaced })
    expect(made).toMatchObject({
      id: 'acte',
      category: replaced.category,
      sections: { place: '{{accueil.nom}}', brief: '' },
    })
    expect(mergeEntries([replaced], { entries: [made], archivedIds: [] })).toMatchObject([
      { id: 'acte', title: "L'acte : copie" },
    ])
  })

  it('is cut after a whole paragraph when it is too long for a card, and says where the rest is', () => {
    const long = Array.from(
      { length: 30 },
      (_, index) => `<Paragraphe>${index} ${'mot '.repeat(300)}</Paragraphe>`,
    ).join('')
    const { quoted = [] } = nationalEntry(fiche(`<Texte>${long}</Texte>`), context)
    const blocks = quoted.flatMap((part) => part.blocks)
    expect(blocksToText(blocks).length).toBeLessThan(MOST_QUOTED + 200)
    expect(blocks.at(-1)).toEqual({
      kind: 'paragraph',
      spans: [{ text: moreWords, href: expect.stringContaining('F7') }],
    })
    expect(blocks.at(-2)).toMatchObject({ spans: [{ text: expect.stringMatching(/mot$/) }] })
  })
})

describe('the national entries of a commune', () => {
  let root: Awaited<ReturnType<typeof temporaryFolder>>
  let source: OwnEntries
  let folder: string
  let spoilt: (string | undefined)[] = []
  const recovered: string[] = []

  beforeAll(async () => {
    root = await temporaryFolder()
    folder = join(root.path, 'kept')
    const feed = await openFeedFiles(
      await writeFeed(join(root.path, 'feed'), [{ id: 'F7' }, { id: 'F8' }, { id: 'F9', theme: 'N1' }]),
    )
    await importFeed({ folder, feed, source: 'flux', now: new Date('2026-11-24') })
    source = nationalEntries({
      folder,
      intentsDir: 'intents',
      communes: new Map([['villebourg', villebourg]]),
      moreWords,
      onSpoilt: (_communeId, ficheId) => spoilt.push(ficheId),
      onRecovered: (file) => recovered.push(file),
    })
    expect(source.has('villebourg')).toBe(false)
    await changeChoices(folder, 'villebourg', (choices) => ({
      ...choices,
      selection: { themes: ['N19808'], ids: [], since: '2026-11-24' },
      notes: { F8: note },
    }))
  })
  afterAll(() => root.remove())

  it('are those that it has chosen, and no other commune’s', async () => {
    expect([source.has('villebourg'), source.has('voisine')]).toEqual([true, false])
    const shared = new Map<string, Entry>([['acte', sampleEntry({ id: 'acte', servicePublic: ['F7'] })]])
    const { entries } = await source.load('villebourg', shared)
    expect(entries.map(({ id, owner, sections }) => [id, owner, sections.cost])).toEqual([
      ['acte', 'accueil', ''],
      ['f8', 'accueil', 'Gratuit ici.'],
    ])
  })

  it('stand under what the commune has of its own', async () => {
    const own: OwnEntries = {
      has: () => true,
      load: async () => ({
        entries: [sampleEntry({ id: 'f8', title: 'La nôtre', questions: [] })],
        archivedIds: [],
      }),
    }
    const { entries } = await layered(source, own).load('villebourg', new Map())
    expect(entries.map(({ id, title }) => [id, title])).toEqual([
      ['f7', 'Fiche F7'],
      ['f8', 'La nôtre'],
    ])
  })

  it('are those of the former choices when the file of the last ones is torn or gone, and that is said', async () => {
    const file = choicesFileOf(folder, 'villebourg')
    await changeChoices(folder, 'villebourg', (choices) => choices)
    for (const spoil of [() => writeFile(file, '{"selection":'), () => rm(file)]) {
      recovered.length = 0
      await spoil()
      expect(source.has('villebourg')).toBe(true)
      const { entries } = await source.load('villebourg', new Map())
      expect([entries.map(({ id }) => id), recovered]).toEqual([['f7', 'f8'], [file]])
    }
  })

  it('leave out what is damaged, and take nothing else away', async () => {
    const rows = rowsFile(folder, 1)
    const text = await readFile(rows, 'utf8')
    await writeFile(rows, text.replace('Fiche F8', 'Fiche X8'))
    spoilt = []
    const { entries } = await source.load('villebourg', new Map())
    expect([entries.map(({ id }) => id), spoilt]).toEqual([['f7'], ['F8']])
    await writeFile(indexFile(folder), '{"version":')
    spoilt = []
    expect(await source.load('villebourg', new Map())).toEqual({ entries: [], archivedIds: [] })
    expect(spoilt).toEqual([undefined])
  })
})
