import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Config } from '../../config.js'
import type { Logger } from '../../log.js'
import type { Commune } from '../../platform/model/commune.js'
import { type Category, type Entry, type QuotedPart, SECTION_TITLES } from '../../platform/model/entry.js'
import { retentionDaysOf } from '../../platform/model/retention.js'
import type { SayImports } from '../../platform/model/say.js'
import { type Block, blocksToText } from '../../platform/text/rich-links.js'
import { readQuestions } from '../entries/catalogue/load-entries.js'
import type { OwnEntries } from '../entries/catalogue/load-own-entries.js'
import { type CommuneChoices, changeChoices, choicesFileOf, type LocalNote, readChoices } from './commune-choices.js'
import { feedFolder, indexFile, SpoiltFeed } from './feed-index.js'
import type { Fiche, FichePart } from './fiche.js'
import { readRow, withRows } from './fiche-row.js'
import { FORMER_SUFFIX } from './kept-document.js'
import { servedFiches } from './standing.js'

/** The category of each national theme; the narrowest folder that is named here counts. Ids are those of the feed since its schema 3.3. */
const BY_THEME: Record<string, Category> = {
  N19810: 'etat-civil',
  N358: 'identite-voyage',
  N360: 'identite-voyage',
  N19811: 'social-solidarite',
  N19805: 'famille-enfance',
  N19808: 'logement-urbanisme',
  N19812: 'voirie-stationnement-transport',
  N19809: 'vie-associative-culture-sport',
  N31931: 'vie-associative-culture-sport',
  N19804: 'identite-voyage',
  N47: 'elections-citoyennete',
  N31125: 'dechets-environnement',
  N319: 'logement-urbanisme',
  N54: 'ecole-periscolaire',
  N56: 'ecole-periscolaire',
  N18944: 'animaux',
}

/** The category of a fiche by its themes; general matters when none is known. */
function categoryOf(path: readonly { id: string }[]): Category {
  const named = [...path].reverse().flatMap(({ id }) => BY_THEME[id] ?? [])
  return named[0] ?? 'mairie-pratique'
}

/** What stands around a fiche when it becomes an entry. */
interface NationalContext {
  /** ISO instant of the import that read it. */
  importedAt: string
  /** Id of the commune's service that keeps it true. */
  owner: string
  /** Example questions, as people type them; possibly none. */
  questions: string[]
  /** What the commune says beside it; `null` when it says nothing. */
  note: LocalNote | null
  /** The shared entry that answers from this fiche alone, whose place it takes; `null` when there is none. */
  replaced: Entry | null
  /** Said at the end of a text that is too long for a card; it links to the rest. */
  moreWords: string
}

/** Longest text of a fiche shown on a card, in characters: the longest fiches have a hundred pages, which their own page has. */
export const MOST_QUOTED = 20_000
/** Online services offered as buttons. */
const MOST_ONLINE = 6
/** A text that no import has read again for so many months is to be looked at. */
const REVIEW_MONTHS = 13

/** A fiche as an entry: its words unaltered, dated, with their licence; the commune's note apart. */
export function nationalEntry(fiche: Fiche, context: NationalContext): Entry {
  const { importedAt, replaced, note } = context
  const parts = withoutSaidTwice(fiche)
  return {
    id: replaced?.id ?? fiche.id.toLowerCase(),
    title: fiche.title,
    summary: fiche.summary,
    category: replaced?.category ?? categoryOf(fiche.path),
    who: replaced?.who ?? (fiche.sendsToTownHall ? 'commune' : 'etat'),
    owner: replaced?.owner ?? context.owner,
    source: {
      name: 'Service-Public.gouv.fr / DILA',
      url: fiche.url,
      licence: 'Licence Ouverte 2.0',
      date: fiche.modified ?? importedAt.slice(0, 10),
    },
    verifiedAt: importedAt.slice(0, 10),
    reviewBy: monthsLater(importedAt, REVIEW_MONTHS),
    servicePublic: [fiche.id],
    online: fiche.online.slice(0, MOST_ONLINE).map(({ title, url }) => ({ label: title, url })),
    toCheck: [],
    sections: notesOf(note, replaced),
    quoted: cut(parts, fiche.url, context.moreWords),
    simple: null,
    questions: context.questions,
  }
}

/** The commune's notes, where they are shown. Without one on the place, that of the shared entry stands: it names the commune's own service. */
function notesOf(note: LocalNote | null, replaced: Entry | null): Entry['sections'] {
  const place = [note?.place ?? '', note?.hours ?? ''].filter((text) => text !== '').join('\n\n')
  const sharedPlace = replaced?.sections.place ?? ''
  return {
    brief: '',
    steps: '',
    papers: note?.papers ?? '',
    cost: note?.cost ?? '',
    delay: '',
    place: place === '' && sharedPlace.includes('{{') ? sharedPlace : place,
    online: '',
  }
}

/** Without an introduction that says word for word what the summary says. */
function withoutSaidTwice({ summary, parts }: Fiche): FichePart[] {
  const [first, ...rest] = parts
  const isTwice =
    first && first.title === '' && first.key === 'brief' && plain(blocksToText(first.blocks)) === plain(summary)
  return isTwice ? rest : [...parts]
}

const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, ' ').trim()

/** The parts under their headings, up to {@link MOST_QUOTED} characters: whole paragraphs and items, then where the rest is. */
function cut(parts: readonly FichePart[], url: string, moreWords: string): QuotedPart[] {
  const kept: QuotedPart[] = []
  let room = MOST_QUOTED
  for (const { key, title, blocks } of parts) {
    const fitting: Block[] = []
    for (const block of blocks) {
      const piece = fitIn(block, room)
      if (piece) fitting.push(piece)
      room -= blocksToText([block]).length
      if (room <= 0) break
    }
    if (room <= 0) fitting.push({ kind: 'paragraph', spans: [{ text: moreWords, href: url }] })
    kept.push({ key, title: title === '' ? SECTION_TITLES[key] : title, blocks: fitting })
    if (room <= 0) return kept
  }
  return kept
}

/** As much of a block as there is room for; `null` when there is none for its first line. */
function fitIn(block: Block, room: number): Block | null {
  if (block.kind === 'paragraph') return blocksToText([block]).length <= room ? block : null
  let left = room
  const items = block.items.filter((item) => {
    left -= item.reduce((sum, { text }) => sum + text.length, 3)
    return left >= 0
  })
  return items.length > 0 ? { ...block, items } : null
}

function monthsLater(instant: string, months: number): string {
  const date = new Date(instant)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 10)
}

/** Where national entries come from. */
export interface NationalSource {
  /** See `feedFolder`. */
  folder: string
  /** Folder of the bank of questions: `service-public/<fiche>.json` in Botpress v12 intent format. */
  intentsDir: string
  communes: ReadonlyMap<string, Commune>
  /** Said where a fiche is too long for a card. */
  moreWords: string
  /** Told of what is damaged and left out until the next import: one fiche, or all of them without an id. */
  onSpoilt: (communeId: string, ficheId?: string) => void
  /** Told the file of a commune's choices that was damaged, and whose former version is used. */
  onRecovered: (file: string) => void
}

/** The national entries of a server; what is damaged is logged. */
export function openNationalEntries({
  config: { dataDir, intentsDir },
  communes,
  say,
  logger,
}: {
  config: Pick<Config, 'dataDir' | 'intentsDir'>
  communes: ReadonlyMap<string, Commune>
  say: SayImports
  logger: Logger
}): OwnEntries {
  return nationalEntries({
    folder: feedFolder(dataDir),
    intentsDir,
    communes,
    moreWords: say('fr', 'more'),
    onSpoilt: (communeId, fiche) =>
      logger.error({ communeId, fiche }, 'the national feed is damaged: left out until the next import'),
    onRecovered: (file) =>
      logger.warn(
        { file },
        'a document was unreadable or altered: its former version is used, and its last change is lost',
      ),
  })
}

/** Rows read between two turns of the event loop. */
const ROWS_A_TURN = 25

/** The fiches that each commune has chosen of the national feed, as entries: above what communes share, below what the commune has of its own. */
export function nationalEntries(source: NationalSource): OwnEntries {
  const { folder, intentsDir, communes, moreWords, onSpoilt, onRecovered } = source
  return {
    has: (communeId) => existsSync(indexFile(folder)) && hasChosen(choicesFileOf(folder, communeId)),
    async load(communeId, shared) {
      const choices = await readChoices(folder, communeId, onRecovered)
      const covering = soleCoverage(shared)
      const owner = communes.get(communeId)?.reception ?? ''
      const entries = await withRows(folder, async (index, rows) => {
        const { at: importedAt } = index.report
        const read: Entry[] = []
        for (const id of servedFiches(index, choices)) {
          const entry = index.fiches[id]
          if (!entry) continue
          const row = await readRow(rows, entry).catch(unlessSpoilt(() => onSpoilt(communeId, id)))
          if (!row) continue
          const questions = await readQuestions(join(intentsDir, 'service-public', `${id}.json`))
          const note = choices.notes[id] ?? null
          const replaced = covering.get(id) ?? null
          // The questions of the entry that it replaces were written for it: the bank's are added.
          const asked = [...new Set([...(replaced?.questions ?? []), ...questions])]
          read.push(nationalEntry(row.fiche, { importedAt, owner, questions: asked, note, replaced, moreWords }))
          if (read.length % ROWS_A_TURN === 0) await nextTurn()
        }
        return read
      }).catch(unlessSpoilt(() => onSpoilt(communeId)))
      return { entries: entries ?? [], archivedIds: [] }
    },
  }
}

/** What is damaged takes away no other answer of the commune. */
function unlessSpoilt(tell: () => void): (error: unknown) => null {
  return (error) => {
    if (!(error instanceof SpoiltFeed)) throw error
    tell()
    return null
  }
}

/** A damaged file is reported when it is read, not here. */
function hasChosen(path: string): boolean {
  if (!existsSync(path)) return existsSync(path + FORMER_SUFFIX)
  try {
    const { selection } = JSON.parse(readFileSync(path, 'utf8')) as { selection: { themes: unknown[]; ids: unknown[] } }
    return selection.themes.length + selection.ids.length > 0
  } catch {
    return true
  }
}

/** The shared entry that answers from each fiche alone, where there is only one such entry. Entries that join several fiches stay beside it. */
function soleCoverage(shared: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const covering = new Map<string, Entry[]>()
  for (const entry of shared.values()) {
    const [id, ...others] = entry.servicePublic
    if (id !== undefined && others.length === 0) covering.set(id, [...(covering.get(id) ?? []), entry])
  }
  return new Map(
    [...covering].flatMap(([id, [entry, ...others]]) =>
      entry && others.length === 0 ? [[id, entry] as [string, Entry]] : [],
    ),
  )
}

const DAY_MS = 24 * 3_600_000

interface Parts {
  folder: string
  communes: ReadonlyMap<string, Commune>
}

/**
 * Forgets who wrote the notes of communes on national entries, once the days of their audit are over: the notes stay. Asked at each sweep, it looks once a
 * day, since these files are read from the disk.
 */
export function createAuthorSweep({ folder, communes }: Parts): (at: Date) => Promise<void> {
  let lastDay = ''
  return async (at) => {
    const day = at.toISOString().slice(0, 10)
    if (day === lastDay) return
    for (const { id, privacy } of communes.values())
      await forgetAuthors(folder, id, new Date(at.getTime() - retentionDaysOf(privacy).audit * DAY_MS).toISOString())
    lastDay = day
  }
}

async function forgetAuthors(folder: string, communeId: string, before: string): Promise<void> {
  const isOld = ({ by, at }: CommuneChoices['notes'][string]) => by !== '' && at < before
  if (!Object.values((await readChoices(folder, communeId)).notes).some(isOld)) return
  await changeChoices(folder, communeId, (choices) => ({
    ...choices,
    notes: Object.fromEntries(
      Object.entries(choices.notes).map(([id, note]) => [id, isOld(note) ? { ...note, by: '' } : note]),
    ),
  }))
  // Once more: the former version, beside it, still has the names.
  await changeChoices(folder, communeId, (choices) => choices)
}
