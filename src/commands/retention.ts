import { parseArgs } from 'node:util'
import { DateTime } from 'luxon'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import { applyRetention, type RetentionScope } from '../features/retention/apply-retention.js'
import { type Due, listDue } from '../features/retention/due.js'
import type { RetentionContext } from '../features/retention/erase-old-conversation.js'
import { openLiveCommunes } from '../features/settings/live-communes.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Mailer } from '../platform/mail/mail.js'
import type { Commune } from '../platform/model/commune.js'
import { type Purge, RETENTION_KINDS, retentionDaysOf } from '../platform/model/retention.js'
import { documentDateInWords } from '../platform/time/date-in-words.js'
import { openStore } from '../store/open-store.js'
import { type ClockLook, lookAtClock } from './clock.js'
import { complain, type Tell } from './print.js'
import { requireBirth } from './require-birth.js'

/** A command writes mails for the server, which sends them. */
const OFFLINE: Mailer = { send: async () => ({ outcome: 'failed', fault: 'offline' }), close: () => {} }

/** What the retention needs of handoffs; nobody waits for an agent in a command. @param parts `mails`: whether the server has a way for mails */
export function offlineHandoffContext({
  mails,
  ...parts
}: Pick<RetentionContext, 'store' | 'say' | 'communes'> & { mails: boolean }): RetentionContext {
  const communeOf = (id: string) => {
    const commune = parts.communes.get(id)
    if (!commune) throw new Error(`no commune ${id}`)
    return commune
  }
  return {
    ...parts,
    communeOf,
    now: () => new Date(),
    waitLimitMs: 0,
    isPageOpen: () => false,
    departmentOf: async () => undefined,
    mailer: mails ? OFFLINE : null,
  }
}

interface Options {
  /** Whether what is due is erased, or only listed. */
  action: 'list' | 'erase'
  withinDays: number
  commune: string | undefined
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * `npm run retention -- --dry-run | --now`: lists by commune, kind and age what will be erased, without its content, or erases what is due as the
 * server's sweep does. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 while nothing may be erased because of the clock, or 2 for wrong usage
 */
export async function runRetention(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const [say, communes] = await Promise.all([loadMessages(config.knowledgeDir), loadTown(config)])
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv)
  if (!options) return complain(tell('retention.usage'), 2)
  const { commune, action } = options
  if (commune !== undefined && !communes.has(commune))
    return complain(tell('retention.unknown_commune', { commune, known: [...communes.keys()].join(', ') }), 2)
  // Of a commune that is not known here, what was masked is due at once.
  await requireBirth(config)
  const store = await openStore(config)
  try {
    const liveCommunes = await openLiveCommunes({ files: communes, store })
    const context = offlineHandoffContext({ store, say, communes: liveCommunes.byId, mails: config.mail !== null })
    const clock = await lookAtClock(store)
    if (action === 'erase') {
      if (!clock.proven) return complain(tell('retention.held'), 1)
      return report(await erase(context, { only: commune, proven: clock.proven }, tell))
    }
    return report([...(await list(context, options, tell)), ...waits(clock, tell)])
  } finally {
    await store.close()
  }
}

/** What is due and waits because of the clock, if any does. */
function waits({ proven, state }: ClockLook, tell: Tell): string[] {
  if (!proven) return [tell('retention.held')]
  return state.status === 'waiting' || proven.misdated.length > 0 ? [tell('retention.some_wait')] : []
}

/** `null` when they make no sense together. */
function readOptions(argv: string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        'dry-run': { type: 'boolean', default: false },
        now: { type: 'boolean', default: false },
        within: { type: 'string', default: '0' },
        commune: { type: 'string' },
      },
    })
    const withinDays = Number(values.within)
    const isListed = values['dry-run']
    if (isListed === values.now || !/^\d{1,4}$/.test(values.within) || (values.now && withinDays > 0)) return null
    return { action: isListed ? 'list' : 'erase', withinDays, commune: values.commune }
  } catch {
    return null
  }
}

async function list(context: RetentionContext, { withinDays, commune: only }: Options, tell: Tell): Promise<string[]> {
  const at = new Date(context.now().getTime() + withinDays * DAY_MS)
  const due = await listDue(context, at)
  const lines: string[] = []
  for (const commune of context.communes.values()) {
    if (only !== undefined && commune.id !== only) continue
    const own = due.filter(({ communeId }) => communeId === commune.id)
    const state = await context.store.readPurgeState(commune.id)
    lines.push(
      tell('retention.heading', { commune: commune.nom, date: dayOf(at.toISOString(), commune) }),
      ...RETENTION_KINDS.map((kind) => lineOf(kind, own, commune, tell)),
      ...(state?.last ? [tell('retention.last', { date: dayOf(state.last.at, commune) })] : []),
    )
  }
  return [...lines, tell('retention.dry')]
}

function lineOf(kind: Due['kind'], due: readonly Due[], commune: Commune, tell: Tell): string {
  const own = due.filter((one) => one.kind === kind)
  const [oldest] = own.map(({ since }) => since).sort()
  const words = { kind: tell(`retention.${kind}`), days: String(retentionDaysOf(commune.privacy)[kind]) }
  if (oldest === undefined) return tell('retention.line_none', words)
  const count = String(own.reduce((sum, one) => sum + one.count, 0))
  return tell('retention.line', { ...words, count, oldest: dayOf(oldest, commune) })
}

async function erase(context: RetentionContext, scope: RetentionScope, tell: Tell): Promise<string[]> {
  const erased: Purge['erased'] = await applyRetention(context, scope)
  const counts = RETENTION_KINDS.flatMap((kind) => {
    const count = erased[kind]
    return count ? [`${tell(`retention.${kind}`)} ${count}`] : []
  })
  return [counts.length > 0 ? tell('retention.done', { counts: counts.join(', ') }) : tell('retention.nothing')]
}

function dayOf(instant: string, { timeZone }: Commune): string {
  return documentDateInWords(DateTime.fromISO(instant, { zone: timeZone }), 'fr')
}

function report(lines: readonly string[]): number {
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
