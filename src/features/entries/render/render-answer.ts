import { type Commune, serviceOf } from '../../../platform/model/commune.js'
import {
  type Answer,
  type Entry,
  type QuotedPart,
  SECTION_KEYS,
  SECTION_TITLES,
} from '../../../platform/model/entry.js'
import { phoneToDial } from '../../../platform/text/phone-number.js'
import { type Block, blocksToText, type Span } from '../../../platform/text/rich-links.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { askTown, withoutLeft } from '../lint/left-to-town.js'
import { sectionText } from '../model/aspect.js'
import { expiryOf } from '../model/due-review.js'
import { describeSchedule } from './describe-hours.js'
import { markdownToBlocks } from './markdown-blocks.js'

/** What was marked of a set of entries, and for when. Sets are never changed in place. */
const known = new WeakMap<ReadonlyMap<string, Entry>, { when: string; marked: ReadonlyMap<string, Entry> }>()

/**
 * The entries as they may be shown on a day: those that may not are marked. The same set when there is none; looked at once a day.
 * @param day ISO `YYYY-MM-DD` of the commune
 * @param graceDays see {@link expiryOf}
 */
export function markExpired(
  entries: ReadonlyMap<string, Entry>,
  day: string,
  graceDays: number | null,
): ReadonlyMap<string, Entry> {
  const when = `${day} ${graceDays}`
  const former = known.get(entries)
  if (former?.when === when) return former.marked
  const expired = [...entries.values()].flatMap((entry) => {
    const why = expiryOf(entry, day, graceDays)
    return why ? [{ ...entry, expired: why }] : []
  })
  const marked =
    expired.length === 0
      ? entries
      : new Map([...entries, ...expired.map((entry): [string, Entry] => [entry.id, entry])])
  known.set(entries, { when, marked })
  return marked
}

/** Answers already rendered. Published entries and communes never change in place, so an answer lives as long as both. */
const rendered = new WeakMap<Commune, WeakMap<Entry, Answer>>()

/** An entry as a citizen of a commune reads it; rendered once. Not to be changed by the caller. */
export function renderAnswer(entry: Entry, commune: Commune): Answer {
  const ofCommune = rendered.get(commune) ?? new WeakMap<Entry, Answer>()
  rendered.set(commune, ofCommune)
  const answer = ofCommune.get(entry) ?? render(entry, commune)
  ofCommune.set(entry, answer)
  return answer
}

function render(entry: Entry, commune: Commune): Answer {
  return {
    entryId: entry.id,
    ...(entry.quoted ? quote(entry, entry.quoted, commune) : renderOwn(entry, commune)),
    simple: entry.simple === null ? null : renderNote(entry.simple, commune),
    online: entry.online.map(({ label, url }) => ({ label: frenchTypography(label), url })),
    source: { ...entry.source, name: frenchTypography(entry.source.name) },
    verifiedAt: entry.verifiedAt,
  }
}

type Words = Pick<Answer, 'title' | 'summary' | 'sections'>

function renderOwn(entry: Entry, commune: Commune): Words {
  return {
    title: frenchTypography(entry.title),
    summary: renderSummary(entry, commune),
    sections: SECTION_KEYS.map((key) => ({
      key,
      title: SECTION_TITLES[key],
      blocks: renderNote(
        [withoutLeft(sectionText(entry, key)), key === 'place' ? askTown(entry, commune) : ''].join('\n\n'),
        commune,
      ),
    })).filter(({ blocks }) => blocks.length > 0),
  }
}

/** The words of the source as they are, then the commune's own notes under its name, never among them. */
function quote({ title, summary, sections }: Entry, parts: readonly QuotedPart[], commune: Commune): Words {
  const notes = SECTION_KEYS.filter((key) => sections[key].trim() !== '').map((key) => ({
    key,
    title: `${SECTION_TITLES[key]} – ${commune.nom}`,
    blocks: renderNote(sections[key], commune),
  }))
  return { title, summary, sections: [...parts.map((part) => ({ ...part, quoted: true as const })), ...notes] }
}

/** The summary of an entry as plain text, as a citizen of a commune reads it. */
export function renderSummary({ summary }: Pick<Entry, 'summary'>, commune: Commune): string {
  return blocksToText(renderNote(withoutLeft(summary), commune))
}

/** A few words of Markdown as a citizen of a commune reads them. */
export function renderNote(note: string, commune: Commune): Block[] {
  return markdownToBlocks(fillVariables(note, commune)).map(typesetBlock)
}

const VARIABLE = /\{\{([a-z-]+)\.([a-z-]+)\}\}/g

/** Replaces `{{service.field}}` and `{{commune.field}}`. Phones and e-mails become links in Markdown. An unknown variable stays visible. */
export function fillVariables(text: string, commune: Commune): string {
  return text.replace(VARIABLE, (whole, owner: string, field: string) => variableOf(commune, owner, field) ?? whole)
}

function variableOf(commune: Commune, owner: string, field: string): string | undefined {
  if (owner === 'commune') return field === 'nom' ? commune.nom : field === 'site' ? commune.site : undefined
  const service = serviceOf(commune, owner)
  if (!service) return undefined
  switch (field) {
    case 'nom':
      return service.nom
    case 'adresse':
      return service.adresse
    case 'telephone':
      return `[${service.telephone}](tel:${phoneToDial(service.telephone)})`
    case 'courriel':
      return `[${service.courriel}](mailto:${service.courriel})`
    case 'horaires':
      return describeSchedule(service)
    default:
      return undefined
  }
}

function typesetBlock(block: Block): Block {
  const typeset = (spans: Span[]) => spans.map((span) => ({ ...span, text: frenchTypography(span.text) }))
  return block.kind === 'paragraph'
    ? { ...block, spans: typeset(block.spans) }
    : { ...block, items: block.items.map(typeset) }
}
