import { type Block, blocksToText } from '../../platform/text/rich-text.js'
import { type Entry, type QuotedPart, SECTION_TITLES } from '../entries/model/entry.js'
import type { LocalNote } from './commune-choices.js'
import type { Fiche, FichePart } from './fiche.js'
import { categoryOf } from './theme-categories.js'

/** What stands around a fiche when it becomes an entry. */
export interface NationalContext {
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
