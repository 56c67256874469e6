import { describe, expect, it } from '@jest/globals'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { fillVariables, renderAnswer } from '../../../src/features/entries/render/render-answer.js'
import { CATEGORIES, SECTION_KEYS } from '../../../src/platform/model/entry.js'
import { blocksToText } from '../../../src/platform/text/rich-links.js'
import { idsIn, intentsDir, knowledgeDir, readEntry, readIntent, villebourg } from './installed.js'

const ids = idsIn(knowledgeDir, '.md')
const services = Object.keys(villebourg.services)
/** Addresses that their sites have left: the links still lead somewhere, for a time. */
const FORMER_ADDRESSES =
  /\/\/(www|demarches|www\.formulaires|www\.entreprendre)\.service-public\.fr|solidarites-sante\.gouv\.fr|pre-plainte-en-ligne/

/** The year of the installed content: that of its newest source. */
const YEAR = Math.max(...ids.map((id) => Number(readEntry(id).source.date.slice(0, 4))))

/** The sentences of a Markdown text, without marks and list numbers. */
function sentences(markdown: string): string[] {
  return markdown
    .split('\n')
    .map((line) => line.replace(/^ *(?:\d+\.|-) /, '').replace(/\]\([^)]*\)/g, ']'))
    .flatMap((line) => line.split(/(?<=[.!?]) /))
}

/** A question as another entry might have it: no accents, capitals nor punctuation. */
function plain(question: string): string {
  return question
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

describe('the installed content', () => {
  it('has at least eighty entries, each with its questions, and no questions without an entry', () => {
    expect(ids.length).toBeGreaterThanOrEqual(80)
    expect(idsIn(intentsDir, '.json')).toEqual(ids)
  })

  it('loads as a whole', async () => {
    const entries = await loadEntries({ knowledgeDir, intentsDir })
    expect(entries.flatMap(({ id, office }) => (office ? [] : id))).toEqual(ids)
  })

  it('has no question in two entries, nor twice in one', () => {
    const owners = new Map<string, string[]>()
    for (const id of ids) {
      for (const question of readIntent(id).utterances.fr) {
        owners.set(plain(question), [...(owners.get(plain(question)) ?? []), id])
      }
    }
    expect([...owners].filter(([, of]) => of.length > 1)).toEqual([])
  })

  it('has no two entries with the same title', () => {
    const titles = ids.map((id) => plain(readEntry(id).title))
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  })

  it('suggests entries that exist', () => {
    expect(villebourg.suggested.filter((id) => !ids.includes(id))).toEqual([])
    expect(villebourg.suggested.length).toBeGreaterThanOrEqual(4)
  })
})

describe.each(ids)('knowledge/%s.md', (id) => {
  it('can be read, with its seven sections', () => {
    const entry = readEntry(id)
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(Object.keys(entry.sections)).toEqual([...SECTION_KEYS])
    expect(CATEGORIES).toContain(entry.category)
  })

  it('is kept by a service of the commune, from a source with a licence, and is read again after its source', () => {
    const { owner, source, reviewBy, verifiedAt, servicePublic, toCheck } = readEntry(id)
    expect(services).toContain(owner)
    expect(source.licence).not.toBe('')
    expect(reviewBy > source.date).toBe(true)
    if (verifiedAt) expect(reviewBy > verifiedAt && verifiedAt >= source.date).toBe(true)
    const isNational = source.url.includes('service-public')
    if (isNational) expect(servicePublic.length).toBeGreaterThan(0)
    if (isNational) expect(source.licence).toMatch(/Licence Ouverte/i)
    // As the pages of the national feed name it.
    if (isNational) expect(source.name).toBe('Service-Public.gouv.fr / DILA')
    // What nothing national vouches for is for the town to check.
    if (!verifiedAt || source.url === '') expect(toCheck.length).toBeGreaterThan(0)
  })

  it('sends nobody to an address that its site has left', () => {
    const { source, online, sections } = readEntry(id)
    const urls = [source.url, ...online.map(({ url }) => url)]
    expect(urls.filter((url) => FORMER_ADDRESSES.test(url))).toEqual([])
    expect(Object.values(sections).filter((text) => FORMER_ADDRESSES.test(text))).toEqual([])
  })

  it('uses only what the loader can show: no HTML, table, image nor smaller heading', () => {
    const text = Object.values(readEntry(id).sections).join('\n')
    expect(text).not.toMatch(/<[a-z/!]/i)
    expect(text).not.toMatch(/^\s*(#|\||```)/m)
    expect(text).not.toContain('![')
  })

  it('has no sentence of more than thirty words', () => {
    const long = Object.values(readEntry(id).sections)
      .flatMap(sentences)
      .filter((sentence) => (sentence.match(/[\p{L}\p{N}][\p{L}\p{N}.'’-]*/gu) ?? []).length > 30)
    expect(long).toEqual([])
  })

  it('gives no price of a past year, and leaves the notes of its editor to those who check', () => {
    const { sections } = readEntry(id)
    const text = Object.values(sections).join('\n')
    expect(text).not.toMatch(/\bfiche (?:nationale|lue)\b|selon la fiche|: à vérifier/)
    // A law, and the day from which it holds, may be older.
    const priced = sections.cost.replace(/\([^)]*(?:loi|décret|arrêté)[^)]*\)|\b[Dd]epuis [^,:.]*/g, '')
    const years = (priced.match(/\b20\d\d\b/g) ?? []).map(Number)
    expect(years.filter((year) => year < YEAR)).toEqual([])
  })

  it('leaves nothing to fill once rendered for the demonstration', () => {
    const entry = readEntry(id)
    const answer = renderAnswer(entry, villebourg)
    const shown = JSON.stringify(answer)
    expect(shown).not.toMatch(/\{\{|\}\}/)
    // The title and the labels of links take no variable.
    expect(fillVariables(entry.title, villebourg)).toBe(entry.title)
    for (const { key, blocks } of answer.sections) {
      const text = blocksToText(blocks)
      expect({ key, isEmpty: text.trim() === '' }).toEqual({ key, isEmpty: false })
      // Markdown that was not understood would be read as it is.
      expect(text).not.toMatch(/\*\*|\]\(|undefined/)
    }
    expect(answer.summary).not.toMatch(/\*\*|\]\(|undefined/)
  })

  it('links to pages, phones and e-mails only', () => {
    const answer = renderAnswer(readEntry(id), villebourg)
    const hrefs = answer.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        (block.kind === 'paragraph' ? block.spans : block.items.flat()).map(({ href }) => href),
      ),
    )
    for (const href of hrefs) if (href !== undefined) expect(href).toMatch(/^(https:\/\/|tel:\+33\d{9}$|mailto:)/)
  })
})

describe.each(ids)('intents/%s.json', (id) => {
  it('is a Botpress intent of its entry, with at least fifteen questions', () => {
    const { name, contexts, utterances, slots } = readIntent(id)
    expect(name).toBe(id)
    expect(contexts).toEqual([readEntry(id).category])
    expect(new Set(slots.map((slot) => slot.name)).size).toBe(slots.length)
    expect(utterances.fr.length).toBeGreaterThanOrEqual(15)
    expect(utterances.fr.filter((question) => question.trim() !== question || plain(question) === '')).toEqual([])
  })
})
