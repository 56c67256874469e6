import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import type { ClockDoubt, ClockRecord } from '../features/retention/clock/clock-note.js'
import { type ClockState, createClockWatch, type ProvenTime } from '../features/retention/clock/clock-watch.js'
import { acceptClock } from '../features/retention/clock/open-clock-watch.js'
import type { ClockStore } from '../features/retention/clock-verbs.js'
import { loadCommunes } from '../features/settings/load-communes.js'
import type { StoreLife } from '../platform/model/store-life.js'
import { machineTime } from '../platform/store/process-identity.js'
import { readClockBeside } from '../store/lowdb-store.js'
import { momentOf } from './backup-words.js'
import { complain, type Tell } from './print.js'
import { leaveForServer, openUnlessServed } from './running-server.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * `guichet clock [accept]`: says whether the clock of this machine is sure, or that it is right, while the server runs or not. What it says is for the town
 * hall, in French.
 * @returns the exit status: 0; 1 while the clock is doubted, or when the server has not taken the order yet; 2 for wrong usage
 */
export async function runClock(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const [verb, ...more] = argv
  if ((verb !== undefined && verb !== 'accept') || more.length > 0) return complain(tell('clock.usage'), 2)
  const store = await openUnlessServed(config)
  try {
    if (verb === undefined) {
      // Beside a server that holds the data folder, what it noted is read.
      const looked = store ?? { readClock: () => readClockBeside(config.dataDir), databaseTime: async () => null }
      return await show(looked, tell)
    }
    const { boot, steadyMs } = await machineTime()
    const userName = tell('answers.command_line', { account: userInfo().username })
    const acceptance = { id: randomUUID(), boot, steadyMs: steadyMs(), wallMs: Date.now(), userName }
    const at = new Date(acceptance.wallMs).toISOString()
    if (store) await acceptClock(store, (await loadCommunes(config.townDir)).keys(), acceptance)
    else if (!(await leaveForServer(config.dataDir, { at, clock: acceptance })))
      return complain(tell('answers.not_taken'), 1)
    process.stdout.write(`${tell('clock.accepted', { moment: momentOf(at) })}\n`)
    const doubts = store ? (await lookAtClock(store)).state.doubts : []
    if (doubts.length === 0) return 0
    return complain([tell('clock.still_doubted'), ...doubts.map((doubt) => inWords(doubt, tell))].join('\n'), 1)
  } finally {
    await store?.close()
  }
}

async function show(store: Parameters<typeof lookAtClock>[0], tell: Tell): Promise<number> {
  const { notes } = await store.readClock()
  const { proven, state, host } = await lookAtClock(store)
  const { status, doubts, unprovenMs, leftMs } = state
  const hours = String(Math.ceil(leftMs / HOUR_MS))
  const unproven = String(Math.ceil((unprovenMs ?? 0) / HOUR_MS))
  const lines = [
    tell('clock.now', { host, moment: momentOf(new Date().toISOString()) }),
    noteInWords(notes, tell),
    ...doubts.map((doubt) => inWords(doubt, tell)),
    ...(status === 'doubted' ? [tell('clock.remedy')] : []),
    ...(status === 'sure' ? [tell('clock.sure')] : []),
    ...(status === 'waiting'
      ? [tell(unprovenMs === null ? 'clock.unknown' : 'clock.waiting', { hours, unproven })]
      : []),
    ...(proven?.misdated ?? []).map(({ toMs, byMs }) =>
      tell('clock.misdated', { moment: momentOf(new Date(toMs).toISOString()), gap: durationInWords(byMs) }),
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return status === 'doubted' ? 1 : 0
}

function noteInWords(notes: ClockRecord['notes'], tell: Tell): string {
  const [last] = notes.filter(({ host }) => host !== '').sort((a, b) => b.believedMs - a.believedMs)
  if (!last) return tell('clock.no_note')
  return tell('clock.note', { host: last.host, moment: momentOf(new Date(last.believedMs).toISOString()) })
}

function inWords({ host, sinceMs, byMs, against }: { host: string } & ClockDoubt, tell: Tell): string {
  const other =
    against === 'note' || against === 'database'
      ? tell(`clock.against_${against}`)
      : tell('clock.against_server', { host: against })
  return tell('clock.doubted', {
    host,
    gap: tell(byMs < 0 ? 'clock.behind' : 'clock.ahead', { gap: durationInWords(Math.abs(byMs)) }),
    against: other,
    moment: momentOf(new Date(sinceMs).toISOString()),
  })
}

function durationInWords(ms: number): string {
  const [unit, length] =
    ms >= 2 * DAY_MS
      ? (['day', DAY_MS] as const)
      : ms >= 2 * HOUR_MS
        ? (['hour', HOUR_MS] as const)
        : (['minute', MINUTE_MS] as const)
  const format = new Intl.NumberFormat('fr-FR', { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 })
  return format.format(ms / length)
}

/** What a command knows of the clock of its machine. */
export interface ClockLook {
  /** What erasures go by; `null`: nothing may be erased. */
  proven: ProvenTime | null
  state: ClockState
  host: string
}

/** Looks at the clock as the server does, and notes nothing. */
export async function lookAtClock(
  store: Pick<ClockStore, 'readClock'> & Pick<StoreLife, 'databaseTime'>,
): Promise<ClockLook> {
  const machine = await machineTime()
  const { readClock, databaseTime } = store
  const watch = createClockWatch({
    store: { readClock, databaseTime, noteClock: async () => {} },
    machine,
    now: () => new Date(),
  })
  const proven = await watch.look()
  return { proven, state: watch.state(), host: machine.host }
}
