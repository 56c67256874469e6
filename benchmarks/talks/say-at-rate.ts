import { setTimeout as pause } from 'node:timers/promises'
import { randomMoments } from '../load/random-moments.js'
import type { Arrivals, TalksSystem } from './talk-side.js'

/** What became of the messages of one run. */
export interface TalksRun {
  /** From the moment at which a message was due until it was on the other's screen, ms, sorted. */
  toAgentsMs: number[]
  toCitizensMs: number[]
  sent: number
  refused: number
  /** Never seen by the other side. */
  lost: number
  /** Seen more than once. */
  doubled: number
}

/** How long the last messages are waited for. */
const PATIENCE_MS = 10_000

/** Notes when words are seen. */
export class Screen implements Arrivals {
  readonly seenAt = new Map<string, number>()
  doubled = 0

  arrived(text: string): void {
    if (this.seenAt.has(text)) this.doubled += 1
    else this.seenAt.set(text, performance.now())
  }
}

/** Lets both sides talk at a mean rate, at random moments, one message each way in turn, in every talk in turn. */
export async function sayAtRate(
  system: TalksSystem,
  screen: Screen,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<TalksRun> {
  const dueAt = new Map<string, number>()
  const run: TalksRun = { toAgentsMs: [], toCitizensMs: [], sent: 0, refused: 0, lost: 0, doubled: 0 }
  const saying: Promise<void>[] = []
  for await (const due of randomMoments({ perSecond, seconds, seed: 7 })) {
    const i = run.sent
    const [way, talks] = i % 2 === 0 ? (['a', system.toAgents] as const) : (['c', system.toCitizens] as const)
    const text = `Bonjour, message ${way}${i} de la mesure.`
    dueAt.set(text, due)
    run.sent += 1
    const talk = talks[(i >> 1) % talks.length]
    if (!talk) continue
    const refused = () => {
      run.refused += 1
    }
    saying.push(talk.say(text).catch(refused))
  }
  await Promise.all(saying)
  const until = performance.now() + PATIENCE_MS
  while (screen.seenAt.size < run.sent - run.refused && performance.now() < until) await pause(20)
  for (const [text, due] of dueAt) {
    const seen = screen.seenAt.get(text)
    if (seen !== undefined) (text.includes(' a') ? run.toAgentsMs : run.toCitizensMs).push(seen - due)
  }
  run.lost = run.sent - run.refused - screen.seenAt.size
  run.doubled = screen.doubled
  run.toAgentsMs.sort((a, b) => a - b)
  run.toCitizensMs.sort((a, b) => a - b)
  return run
}
