import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const USAGE = `usage: npm run bench -- truth --data DIR --sheet FILE_OR_ADDRESS

Counts the conversations of a data folder anew, and compares them with a truth sheet (/transparence/<commune>.json). Nothing of the program that makes the
sheet is used. What was erased since, and questions that came by POST /ask, are in the sheet and in no conversation.
`

/** What the documents of conversations say of one day of a commune's calendar. */
export interface DayRecount {
  answered: number
  askedBack: number
  passedOn: number
  refused: number
  failed: number
  helpful: number
  unhelpful: number
  notMyQuestion: number
  right: number
  wrong: number
  unsure: number
  live: number
  message: number
  callback: number
  handled: number
  abandoned: number
  left: number
  missed: number
  /** Until an agent came, ms, in no order. */
  waitsMs: number[]
}

/** Of a stored conversation, what is counted. */
interface StoredConversation {
  conversation: { id: string; communeId: string; channel?: string }
  messages: { at: string; feedback?: string; payload: { type: string } }[]
  turns: {
    turn: { at: string; outcome: string; validation?: { at: string }; check?: { said: 'right' | 'wrong' | 'unsure' } }
  }[]
  handoffs: StoredRequest[]
}

interface StoredRequest {
  id: string
  kind: string
  status: string
  requestedAt: string
  firstTakenAt?: string
  assignedAt: string | null
  reopenedAt?: string
}

/** Counts documents that were seen one after another, as one archive a night would show them: of each conversation the last one seen. */
export class Recount {
  readonly #conversations = new Map<string, StoredConversation>()
  /** As each first ended. */
  readonly #ended = new Map<string, StoredRequest>()
  readonly #dayOf: (instant: string) => string

  constructor(
    private readonly communeId: string,
    timeZone: string,
  ) {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    this.#dayOf = (instant) => parts.format(new Date(instant))
  }

  /** @param document a conversation as it is stored */
  see(document: object): void {
    const stored = document as StoredConversation
    const { id, communeId, channel } = stored.conversation
    // What an agent noted at the counter was asked of her.
    if (communeId !== this.communeId || channel !== undefined) return
    this.#conversations.set(id, stored)
    for (const request of stored.handoffs)
      if (request.status !== 'pending' && request.status !== 'assigned' && !this.#ended.has(request.id))
        this.#ended.set(request.id, request)
  }

  /** By day, in order. */
  days(): Map<string, DayRecount> {
    const days = new Map<string, DayRecount>()
    const on = (instant: string) => {
      const day = this.#dayOf(instant)
      const known = days.get(day) ?? emptyDay()
      days.set(day, known)
      return known
    }
    for (const { turns, messages } of this.#conversations.values()) {
      for (const { turn } of turns) {
        const end = endOf(turn.outcome)
        if (end) on(turn.validation?.at ?? turn.at)[end] += 1
        if (turn.check) on(turn.at)[turn.check.said] += 1
      }
      for (const { at, feedback, payload } of messages) {
        if (payload.type !== 'card' || feedback === undefined) continue
        on(at)[feedback === 'not_my_question' ? 'notMyQuestion' : (feedback as 'helpful' | 'unhelpful')] += 1
      }
    }
    for (const request of this.#ended.values()) countRequest(on(request.requestedAt), request)
    return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

function emptyDay(): DayRecount {
  return {
    ...{ answered: 0, askedBack: 0, passedOn: 0, refused: 0, failed: 0 },
    ...{ helpful: 0, unhelpful: 0, notMyQuestion: 0, right: 0, wrong: 0, unsure: 0 },
    ...{ live: 0, message: 0, callback: 0, handled: 0, abandoned: 0, left: 0, missed: 0 },
    waitsMs: [],
  }
}

/** `null` while it waits for an agent. */
function endOf(outcome: string): 'answered' | 'askedBack' | 'passedOn' | 'refused' | 'failed' | null {
  if (outcome.startsWith('answered')) return 'answered'
  if (outcome.startsWith('clarification')) return 'askedBack'
  if (outcome.startsWith('escalated')) return 'passedOn'
  if (outcome.startsWith('unanswerable') || outcome.startsWith('blocked')) return 'refused'
  return outcome.startsWith('error') ? 'failed' : null
}

function countRequest(day: DayRecount, request: StoredRequest): void {
  const { kind, status, requestedAt, firstTakenAt, assignedAt, reopenedAt } = request
  if (kind !== 'live' && kind !== 'message' && kind !== 'callback') return
  const taken = firstTakenAt ?? (reopenedAt === undefined ? assignedAt : null)
  day[kind] += 1
  if (status === 'resolved') day.handled += 1
  else if (status === 'expired' || status === 'rejected') day.missed += 1
  else day[taken === null ? 'abandoned' : 'left'] += 1
  if (kind === 'live' && taken !== null) day.waitsMs.push(Date.parse(taken) - Date.parse(requestedAt))
}

/** The value that a share of the others do not exceed, of those sorted: the nearest rank. */
export function nearestRank(values: readonly number[], share: number): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1]
}

/** The conversations of a data folder, each as it lies there. */
export async function readConversations(dataDir: string): Promise<object[]> {
  const names = await readdir(join(dataDir, 'conversations'), { recursive: true })
  const files = names.filter((name) => name.endsWith('.json'))
  // One may be erased while the others are read.
  const texts = await Promise.all(
    files.map((name) => readFile(join(dataDir, 'conversations', name), 'utf8').catch(() => null)),
  )
  return texts.flatMap((text): object[] => (text === null ? [] : [JSON.parse(text)]))
}

/** Reads the conversations of a PostgreSQL database, one a row, in the column `document`. */
export const CONVERSATIONS_QUERY = `
  select (d.head::jsonb || coalesce((
    select jsonb_object_agg(field, bodies) from (
      select field, jsonb_agg(body order by position) as bodies from item i
      where i.kind = d.kind and i.key = d.key group by field
    ) lists), '{}')) as document
  from document d where d.kind = 'conversations'`

/** The numbers of a period, as they are published; `null` where they are not told. */
export interface SheetPeriod extends Record<'questions' | 'opinions' | 'checks' | 'requests' | 'requestEnds', object> {
  from: string
  to: string
}

/** One sheet's numbers, as they are published. */
interface Sheet {
  commune: { id: string }
  timeZone: string
  periods: SheetPeriod[]
}

/** Compares a sheet with a data folder. @returns 0 where each number that is told is the same */
export async function runTruthBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { data: { type: 'string' }, sheet: { type: 'string' } } })
  if (!values.data || !values.sheet) {
    process.stderr.write(USAGE)
    return 2
  }
  const text = values.sheet.startsWith('http')
    ? await (await fetch(values.sheet)).text()
    : await readFile(values.sheet, 'utf8')
  const { commune, timeZone, periods } = JSON.parse(text) as Sheet
  const recount = new Recount(commune.id, timeZone)
  for (const document of await readConversations(values.data)) recount.see(document)
  const days = recount.days()
  const different = periods.flatMap((period) => differences(period, days))
  process.stdout.write(
    different.length === 0
      ? 'Every number that the sheet tells is that of the conversations.\n'
      : `${different.join('\n')}\n`,
  )
  return different.length === 0 ? 0 : 1
}

/** Which numbers of a period are others than those of the conversations, in words. Those that are not told are passed over. */
export function differences(period: SheetPeriod, days: ReadonlyMap<string, DayRecount>): string[] {
  const own = [...days].filter(([day]) => day >= period.from && day <= period.to)
  const told = Object.entries({ ...period.questions, ...period.opinions, ...period.checks, ...period.requests })
  const ended = Object.entries(period.requestEnds).map(([name, count]) => [
    name === 'answered' ? 'handled' : name,
    count,
  ])
  return [...told, ...ended].flatMap(([name, count]): string[] => {
    const counted = own.reduce((sum, [, day]) => sum + ((day[name as keyof DayRecount] as number | undefined) ?? 0), 0)
    if (typeof count !== 'number' || !(name in emptyDay()) || count === counted) return []
    return [`${period.from} to ${period.to}, ${name}: ${count} in the sheet, ${counted} in the conversations`]
  })
}
