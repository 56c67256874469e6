import { DateTime } from 'luxon'
import type { Commune, NearOffice } from '../../platform/model/commune.js'
import type { Answer, Entry } from '../../platform/model/entry.js'
import type { Language } from '../../platform/model/language.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import { type Block, blocksToText } from '../../platform/text/rich-links.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import { describeSchedule } from '../entries/render/describe-hours.js'
import { servicesNamedIn, servicesView } from '../entries/render/describe-service.js'
import type { OfficeView, ProcedureView } from './tool-shapes.js'

/** Where and when an entry is described. */
export interface Describing {
  commune: Commune
  language: Language
  say: Say
  now: () => Date
  /** The page of an entry, and any other address of this server, whole. */
  pageOf: (entryId: string) => string
  wholeOf: (path: string) => string
}

/** An entry as other assistants read it: what a citizen is shown of it, in text, with where it comes from. */
export function describeProcedure(entry: Entry, answer: Answer, at: Describing): ProcedureView {
  const { title, summary, sections, simple, online, appointment, source, verifiedAt, expired } = answer
  return {
    id: entry.id,
    title,
    summary: summary || textOf(answer.lead ?? []),
    handledBy: entry.who,
    sections: sections
      .filter(({ blocks }) => blocks.length > 0)
      .map(({ blocks, ...section }) => ({ ...section, text: textOf(blocks) })),
    simple: simple && textOf(simple),
    online,
    ...(appointment && {
      appointment: {
        label: sayIn(at.say, at.language)('mcp.appointment', { label: appointment.label, title }),
        url: appointment.url,
      },
    }),
    documents: (answer.attachments ?? []).map(({ label, url, type, date }) => ({
      label,
      url: at.wholeOf(url),
      type,
      date,
    })),
    offices: officesOf(entry, at),
    url: at.pageOf(entry.id),
    source,
    verifiedAt,
    reviewBy: entry.reviewBy,
    language: answer.language ?? 'fr',
    notices: [answer.translation, answer.oldSource?.text].filter((notice) => notice !== undefined),
    ...(expired && { expired }),
  }
}

/** A procedure to read: what it says, where to go, then where it comes from. */
export function procedureText(view: ProcedureView, { say, language }: Pick<Describing, 'say' | 'language'>): string {
  const sayHere = sayIn(say, language)
  const { title, summary, sections, offices, online, documents, notices, source, verifiedAt, url } = view
  const booking = view.appointment ? [view.appointment] : []
  const { name, licence, date } = source
  const dayInWords = (day: string) => documentDateInWords(DateTime.fromISO(day), language)
  return [
    `# ${title}`,
    summary,
    ...sections.map((section) => `## ${section.title}\n${section.text}`),
    officesText(offices, { say, language }),
    [...booking, ...online, ...documents].map(({ label, url: to }) => `- [${label}](${to})`).join('\n'),
    ...notices,
    sayHere('mcp.source', { name, date: dayInWords(date), licence }),
    verifiedAt === null ? sayHere('mcp.not_verified') : sayHere('mcp.verified', { date: dayInWords(verifiedAt) }),
    url,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** Offices to read, one a line; empty where there is none. */
export function officesText(
  offices: readonly OfficeView[],
  { say, language }: Pick<Describing, 'say' | 'language'>,
): string {
  const lines = offices.map(({ name, address, phone, email, hours, now }) =>
    [name, address, phone, email, hours, now?.sentence].filter(Boolean).join(' · '),
  )
  return lines.length === 0 ? '' : [sayIn(say, language)('mcp.offices'), ...lines.map((line) => `- ${line}`)].join('\n')
}

/** Where an entry sends to: the services that it names, or else the town's own that keeps it; another body's nearest place. */
function officesOf(entry: Entry, { commune, language, say, now }: Describing): OfficeView[] {
  if (entry.office) return otherOffice(entry, { commune, language })
  const named = servicesNamedIn(entry)
  const wanted = named.length > 0 || entry.who !== 'commune' ? named : [entry.owner]
  const services = servicesView({ now, say }, commune, language)
  return wanted.flatMap((id) => {
    const service = services.find((one) => one.id === id)
    return service ? [{ ...service, isTown: true, updatedAt: null }] : []
  })
}

/** An office that is not the town hall's: its nearest place where one is known, with the numbers that anyone may call. */
function otherOffice({ id, title, office }: Entry, at: Pick<Describing, 'commune' | 'language'>): OfficeView[] {
  const near: Partial<NearOffice> = at.commune.offices?.[office?.directory ?? ''] ?? {}
  const numbers = [near.telephone ?? '', ...(office?.phones ?? []).map(({ number }) => number)]
  return [
    {
      id,
      name: frenchTypography(near.nom ?? title),
      address: frenchTypography(near.adresse ?? ''),
      phone: [...new Set(numbers.filter(Boolean))].map(frenchTypography).join(', '),
      email: '',
      hours: describeSchedule({ hours: near.hours ?? {} }, at.language),
      now: null,
      isTown: false,
      updatedAt: near.date ?? null,
    },
  ]
}

/** Blocks in text; what leads somewhere else says where. */
function textOf(blocks: readonly Block[]): string {
  return blocksToText(blocks, ({ text, href = '' }) => (/^https?:/.test(href) ? `[${text}](${href})` : text))
}
