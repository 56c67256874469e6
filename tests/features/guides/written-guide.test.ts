import { describe, expect, it } from '@jest/globals'
import { loadGuidedEntries } from '../../../src/features/entries/catalogue/load-guides.js'
import { mergeEntries } from '../../../src/features/entries/catalogue/load-own-entries.js'
import { contentOf, curatedEntry } from '../../../src/features/entries/editing/curated-entries.js'
import { guideDigest, isGuideOutdated } from '../../../src/features/entries/editing/guide-digest.js'
import { checkContent } from '../../../src/features/entries/lint/check-content.js'
import { guideWordsOf, writtenOf } from '../../../src/features/entries/model/bind-guide.js'
import { diffContents } from '../../../src/features/entries/model/entry-diff.js'
import type { EntryContent } from '../../../src/features/entries/model/entry-record.js'
import { frenchDigest } from '../../../src/features/entries/render/translation-of.js'
import { checkWrittenGuide } from '../../../src/features/guides/check-guide.js'
import type { Entry, Translation } from '../../../src/platform/model/entry.js'
import type { Guide, WrittenGuide } from '../../../src/platform/model/guide.js'
import { content } from '../../contract/sample-entry-content.js'
import { commune, service } from '../../platform/model/sample-commune.js'
import { identityCard } from '../../platform/model/sample-guide.js'

const entries = new Map(
  (await loadGuidedEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })).map((one) => [one.id, one]),
)
const guided = [...entries.values()].filter(({ guide }) => guide)
const words = guideWordsOf(entries)
const town = commune({ services: { accueil: service(), 'etat-civil': service() } })
const IDS = new Set(['creche', 'passeport', 'salle', 'naissance'])
const written = writtenOf(identityCard())

describe('a guide as a curator writes it', () => {
  it('is that of the file, whichever it is: written and bound again, it is heard and leads the same', () => {
    expect(guided.length).toBeGreaterThan(10)
    for (const entry of guided) {
      const guide = entry.guide as Guide
      const own = writtenOf(guide)
      expect([entry.id, checkWrittenGuide(own, new Set(entries.keys()))]).toEqual([entry.id, []])
      const bound = curatedEntry(entry.id, { ...contentOf(entry), guide: own }, { file: entry, words })
      const { id: _, written: __, ...again } = bound.guide as Guide
      const { id: ___, ...former } = guide
      // An answer is heard by the words of every guide that has it, its own among them.
      const heard = (one: Pick<Guide, 'questions'>) =>
        one.questions.flatMap(({ choices }) => choices.map((c) => [...c.words]))
      for (const [at, list] of heard(former).entries()) expect(heard(again)[at]).toEqual(expect.arrayContaining(list))
      const strip = (one: Pick<Guide, 'questions'>) =>
        one.questions.map(({ choices, ...rest }) => ({ ...rest, choices: choices.map(({ words: _, ...c }) => c) }))
      expect({ ...again, questions: strip(again) }).toEqual({ ...former, questions: strip(former) })
    }
  })

  it('takes the place of the file’s for its entry alone, or there is none, or the file’s is followed', () => {
    const [entry] = guided as [Entry]
    const merged = (guide: EntryContent['guide']) => {
      const own = curatedEntry(
        entry.id,
        { ...contentOf(entry), ...(guide === undefined ? {} : { guide }) },
        { file: entry, words },
      )
      return mergeEntries([entry], { entries: [own], archivedIds: [] })[0] as Entry
    }
    expect(merged(written).guide).toMatchObject({ id: entry.id, title: "Carte d'identité", written })
    expect(contentOf(merged(written)).guide).toEqual(written)
    expect(merged(null).guide).toBeNull()
    expect(contentOf(merged(null)).guide).toBeNull()
    expect(merged(undefined).guide).toBe(entry.guide)
    expect('guide' in contentOf(merged(undefined))).toBe(false)
  })

  it('is to be read again once the file that it was made from has changed', () => {
    const file = identityCard()
    const madeFrom = guideDigest(file)
    expect(isGuideOutdated(madeFrom, file)).toBe(false)
    expect(isGuideOutdated(madeFrom, identityCard({ title: 'Passeport' }))).toBe(true)
    expect(isGuideOutdated(undefined, file)).toBe(false)
    expect(isGuideOutdated(madeFrom, null)).toBe(false)
    expect(checkWrittenGuide({ ...written, madeFrom }, IDS)).toEqual([])
  })

  it('is held to what its file would be', () => {
    const rules = (patch: Partial<WrittenGuide>) =>
      checkWrittenGuide({ ...written, ...patch }, IDS).map(({ field, rule }) => `${field} ${rule}`)
    expect(rules({})).toEqual([])
    expect(rules({ title: '' })).toEqual(['title text_empty'])
    expect(rules({ title: 'x'.repeat(61) })).toEqual(['title text_long'])
    expect(rules({ otherwise: { entryId: '' } })).toEqual(['otherwise.entryId entry_unknown'])
    expect(rules({ branches: written.branches.slice(1) })).toEqual(['questions.0 question_unused'])
    expect(rules({ branches: written.branches.slice(0, 2) })).toEqual(['branches no_branch'])
    const [first] = written.questions
    expect(rules({ questions: [...written.questions, first as (typeof written.questions)[0]] })).toEqual([
      'questions slot_twice',
    ])
  })

  it('keeps a content from being published, with its path, its note’s variables too', () => {
    const guide = {
      ...written,
      title: '',
      branches: written.branches.map((one) => ({ ...one, note: '{{rien.du-tout}}' })),
    }
    const faults = checkContent(content({ guide }), town, { file: undefined, entryIds: IDS, fileIds: new Set() })
    expect(faults.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'guide.branches.0.note variable',
      'guide.branches.1.note variable',
      'guide.branches.2.note variable',
      'guide.title guide_text_empty',
    ])
  })

  it('shows in a comparison in the citizens’ words', () => {
    const branches = written.branches.map((one, at) => (at === 1 ? { ...one, note: 'Allez à la **police**.' } : one))
    const changes = diffContents(content({ guide: written }), content({ guide: { ...written, branches } }))
    expect(changes.map(({ field }) => field)).toEqual(['guide.branches'])
    const [change] = changes
    const text =
      change?.kind === 'text'
        ? change.parts
            .filter(({ kind }) => kind !== 'removed')
            .map((one) => one.text)
            .join('')
        : ''
    expect(text).toContain('Un enfant → creche')
    expect(text).toContain('Carte perdue → passeport – Allez à la **police**.')
    expect(diffContents(content({ guide: written }), content({ guide: null })).map(({ field }) => field)).toContain(
      'guide.title',
    )
  })
})

describe('a translation as a curator writes it', () => {
  const french = content({
    online: [{ label: 'Le téléservice', url: 'https://ville.example' }],
    summary: 'Au {{accueil.telephone}}.',
  })
  const translation: Translation = {
    title: 'Certificate',
    summary: 'Call {{accueil.telephone}}.',
    online: ['The service'],
    sections: french.sections,
    translatedFrom: frenchDigest(french),
    translatedBy: 'mairie',
    reviewed: false,
    date: '2026-11-25',
  }
  const faults = (patch: Partial<Translation>) =>
    checkContent({ ...french, translations: { en: { ...translation, ...patch } } }, town, {
      file: undefined,
      entryIds: IDS,
      fileIds: new Set(),
    }).map(({ field, rule }) => `${field} ${rule}`)

  it('is whole, with the links and variables of the French that it is of', () => {
    expect(faults({})).toEqual([])
    expect(faults({ title: '' })).toEqual(['translations.en.title translation_length'])
    expect(faults({ date: '', translatedBy: ' ' })).toEqual([
      'translations.en.translatedBy translation_incomplete',
      'translations.en.date translation_incomplete',
    ])
    expect(faults({ online: [] })).toEqual(['translations.en.online translation_online'])
    expect(faults({ summary: 'Call us.' })).toEqual(['translations.en.sections.brief translation_variables'])
    // Of an older French: it is not shown before it is read again, and keeps nothing from being published.
    expect(faults({ summary: 'Call us.', online: [], translatedFrom: 'fr-000000000000' })).toEqual([])
  })
})
