import type { Request } from 'express'
import { DateTime } from 'luxon'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import { chatLink } from '../../platform/http/pages/plain-links.js'
import { languageOf } from '../../platform/http/problem.js'
import { communeMeant, type NamedCommunes, publicAddressOf } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import type { AvailabilityView } from '../../platform/http/shapes.js'
import { AppError } from '../../platform/model/app-error.js'
import { type Service, serviceOf } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import { isInterfaceLanguage, type Language } from '../../platform/model/language.js'
import { aggregateOf } from '../../platform/model/outcome.js'
import { type MessageKey, sayIn } from '../../platform/model/say.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { dayOff, rangesOn } from '../../platform/time/opening-hours.js'
import type { AskedView } from '../asking/contract.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import { answerIn } from '../entries/render/answer-in.js'
import { describeRanges, describeSchedule } from '../entries/render/describe-hours.js'
import { reasonInWords } from '../entries/render/describe-opening.js'
import { servicesView } from '../entries/render/describe-service.js'
import { sheetLink } from '../sheets/sheet-link.js'
import { type AlertNeeds, type alertView, createAlertReader } from '../town-alert/alert-view.js'
import { type Describing, describeProcedure, officesText, procedureText } from './describe-procedure.js'
import type { ProcedureView, ToolInput, ToolName, ToolOutput } from './tool-shapes.js'

/** Entries from which whoever reads is asked to choose, at most; programs are given all. */
const MOST_READ = 5

/** What the tools read: nothing that anybody said. */
export interface ToolNeeds extends AlertNeeds, NamedCommunes {
  limits: Pick<RateLimits, 'commune' | 'callerKey'>
  /** Answers one question as `POST /ask` does, in its turn, and counts nothing. */
  consult: (
    caller: string,
    asked: { communeId: string; question: string; language: Language },
  ) => Promise<Omit<AskedView, 'alert'>>
  snapshotOf: (communeId: string) => Promise<Snapshot>
  availabilityOf: (communeId: string, language: Language) => Promise<AvailabilityView>
  publicOrigin: string | null
}

/** What a tool gives: for programs, and to read. */
export interface Given<Name extends ToolName> {
  output: ToolOutput<Name>
  text: string
}

/** Why nothing is given, in the words of this message. */
export interface Refused {
  refused: MessageKey
}

/** The tools, each by its name. They throw an AppError of the API where it would refuse. */
export type Tools = { [Name in ToolName]: (input: ToolInput<Name>, request: Request) => Promise<Given<Name> | Refused> }

/** Builds the {@link Tools}. */
export function createTools(needs: ToolNeeds): Tools {
  const readAlert = createAlertReader(needs)
  const find = (question: string, at: Place) => findEntry({ ...needs, readAlert }, question, at)
  return {
    async find_procedure({ question, ...town }, request) {
      const found = await find(question, await placeOf(needs, town, request))
      const { at, procedure } = found
      const view = foundView(found)
      return {
        output: { ...view, ...(procedure && { procedure }) },
        text: foundText(found, view, procedure ? procedureText(procedure, at) : ''),
      }
    },
    async get_procedure({ id, ...town }, request) {
      const at = await placeOf(needs, town, request)
      if (needs.liveCommunes.stopOf(at.commune.id)) return { refused: 'stopped.notice' }
      const { entries } = await needs.snapshotOf(at.commune.id)
      const entry = entries.get(id)
      if (!entry) return { refused: 'mcp.unknown_procedure' }
      const answer = answerIn(entry, at.commune, { say: sayIn(needs.say, at.language), now: needs.now() })
      const output = describeProcedure(entry, answer, at)
      return { output, text: procedureText(output, at) }
    },
    async opening_hours({ date = null, ...town }, request) {
      const at = await placeOf(needs, town, request)
      const alert = await readAlert(needs, at.commune, at.language)
      const services = servicesView(needs, at.commune, at.language).map((one) => {
        const service = serviceOf(at.commune, one.id)
        return { ...one, onDate: date && service && one.now ? hoursOn(date, service, at) : null }
      })
      const output = { date, services, alert }
      return { output, text: hoursText(output, at) }
    },
    async which_office({ what, address = '', ...town }, request) {
      return officeGiven(await find([what, address].filter(Boolean).join(', '), await placeOf(needs, town, request)))
    },
    async talk_to_a_person(town, request) {
      const at = await placeOf(needs, town, request)
      const availability = await needs.availabilityOf(at.commune.id, at.language)
      const reception = serviceOf(at.commune, at.commune.reception)
      const url = at.wholeOf(chatLink(at.commune.id, at.language))
      const hours = reception ? describeSchedule(reception, at.language) : ''
      const email = reception?.courriel ?? ''
      const { sentence, phone, alert } = availability
      return {
        output: { ...availability, url, email, hours },
        text: [alert?.text, sentence, phone, email, hours, url].filter(Boolean).join('\n'),
      }
    },
  }
}

/** Where a tool answers from. */
interface Place extends Describing {
  caller: string
}

/** The commune that is meant, within what it lets be asked. @throws AppError `unknown_commune` (404), `origin_refused` (403), `too_many_requests` (429) */
async function placeOf(
  needs: ToolNeeds,
  { communeId, language }: { communeId?: string | undefined; language?: Language | undefined },
  request: Request,
): Promise<Place> {
  const commune = communeMeant(needs, request, communeId)
  refuseOtherSites(needs, request, commune)
  await needs.limits.commune(commune.id)
  const named = commune.id === needs.defaultCommuneId ? undefined : commune.id
  const address = publicAddressOf(needs, request, commune)
  return {
    commune,
    language: language ?? languageOf(request),
    say: needs.say,
    now: needs.now,
    caller: needs.limits.callerKey(request),
    pageOf: (entryId) => address + sheetLink({ entryId, communeId: named }),
    wholeOf: (path) => address + path,
  }
}

/** What a question found, where it was asked, in the language in which it is answered. */
interface Found {
  asked: AskedView
  at: Place
  snapshot: Snapshot
  procedure: ProcedureView | undefined
}

/** @throws AppError `text_empty` (422) */
async function findEntry(
  needs: ToolNeeds & { readAlert: typeof alertView },
  question: string,
  asking: Place,
): Promise<Found> {
  if (cleanText(question) === '') throw new AppError('text_empty', 422, { field: 'question' })
  const { commune, caller, language } = asking
  const answered = await needs.consult(caller, { communeId: commune.id, question, language })
  const snapshot = await needs.snapshotOf(commune.id)
  const entry = snapshot.entries.get(answered.answer?.entryId ?? '')
  const spoken = answered.language
  const at = spoken !== 'fr' && isInterfaceLanguage(spoken) ? { ...asking, language: spoken } : asking
  return {
    asked: { ...answered, alert: await needs.readAlert(needs, commune, language) },
    at,
    snapshot,
    procedure: answered.answer && entry && describeProcedure(entry, answered.answer, at),
  }
}

type FoundView = Omit<ToolOutput<'find_procedure'>, 'procedure'>

function foundView({ asked, at, snapshot }: Found): FoundView {
  const { answer: _, openings: __, durationsMs: ___, encoderVersion: ____, ...rest } = asked
  return {
    ...rest,
    status: statusOf(asked),
    candidates: asked.candidates.flatMap((candidate) => {
      const entry = snapshot.entries.get(candidate.id)
      return entry ? [{ ...candidate, ...provenanceOf(entry, at) }] : []
    }),
  }
}

/** Of what was found, where to go alone. */
function officeGiven(found: Found): Given<'which_office'> {
  const { at, procedure } = found
  const view = foundView(found)
  const { guide: _, ...output } = view
  if (!procedure) return { output: { ...output, where: '', offices: [] }, text: foundText(found, view, '') }
  const { id, title, url, source, verifiedAt, offices, sections } = procedure
  const where = sections.find(({ key }) => key === 'place')?.text ?? ''
  const named = officesText(offices, at) || sayIn(at.say, at.language)('mcp.no_office')
  return {
    output: { ...output, procedure: { id, title, url, source, verifiedAt }, where, offices },
    text: foundText(found, view, [where, named, url].filter(Boolean).join('\n\n')),
  }
}

function provenanceOf({ id, source, verifiedAt }: Entry, { pageOf }: Place) {
  return { url: pageOf(id), source, verifiedAt }
}

/** What became of a question, in three words. A greeting is answered, and says nothing of the town. */
function statusOf({ outcome, asks }: AskedView): ToolOutput<'find_procedure'>['status'] {
  const aggregate = aggregateOf(outcome)
  if (asks || aggregate === 'clarification') return 'asked_back'
  return aggregate === 'answered' && outcome !== 'answered_small_talk' ? 'answered' : 'unanswered'
}

/**
 * What was found, to read: what is urgent first, and never more than curators wrote.
 * @param body what answers; empty where nothing does
 */
function foundText({ asked, at }: Found, { status, candidates }: FoundView, body: string): string {
  const { dangers = [], condolence, alert, notice, fact, asks } = asked
  const said = sayIn(at.say, at.language)
  const urgent = dangers.flatMap(({ says, numbers }) => [
    says,
    ...numbers.map((one) => `- ${one.number} : ${one.label}`),
  ])
  const open = status === 'answered' ? '' : said(status === 'asked_back' ? 'mcp.asked_back' : 'mcp.unanswered')
  const asking = asks ? [asks.text, ...asks.options.map((option) => `- ${option}`)].join('\n') : open
  const nearest = candidates.slice(0, MOST_READ).map(({ id, title, url }) => `- ${title} (${id}) ${url}`)
  const choices = open === '' || nearest.length === 0 ? '' : [said('mcp.candidates'), ...nearest].join('\n')
  const parts = [urgent.join('\n'), condolence, alert?.text, notice, fact, asking, body, choices]
  return parts.filter(Boolean).join('\n\n')
}

/** The hours of a service on a day, in words; holidays and closures say why. */
function hoursOn(date: string, service: Service, { commune, language, say }: Place) {
  const day = DateTime.fromISO(date, { zone: commune.timeZone })
  const ranges = rangesOn(commune, service, day)
  const off = ranges.length === 0 ? dayOff(commune, service, day) : null
  return {
    open: ranges.length > 0,
    hours: describeRanges(ranges, language),
    reason: off && reasonInWords(off.reason, sayIn(say, language)),
  }
}

function hoursText({ date, services, alert }: ToolOutput<'opening_hours'>, { say, language }: Place): string {
  const said = sayIn(say, language)
  const lines = services.map(({ name, address, phone, hours, now, onDate }) => {
    const closed = [said('mcp.closed'), onDate?.reason && `(${onDate.reason})`].filter(Boolean).join(' ')
    const then = onDate && date && said('mcp.on_date', { date, hours: onDate.open ? onDate.hours : closed })
    return `- ${[name, then, now?.sentence, ...(now?.notices ?? []), hours, address, phone].filter(Boolean).join(' · ')}`
  })
  return [alert?.text, ...lines].filter(Boolean).join('\n')
}
