import type { Store } from '../../src/store.js'
import { runTown, type TownRun, type TownSize } from './town.js'

/** Everybody writes at once and begins another conversation after six messages. */
export const LOAD: Omit<TownSize, 'citizens'> = { agents: 0, thinkMs: 0, callEvery: 0, streams: false, turns: 6 }
/** Lets a town talk until it has been disturbed. */
export async function talkWhile(
  where: { address: string; openStore: () => Promise<Store> },
  size: TownSize,
  disturb: () => Promise<void>,
): Promise<{ run: TownRun; tookMs: number }> {
  const started = performance.now()
  let tookMs = 0
  const stopped = disturb().finally(() => {
    tookMs = performance.now() - started
  })
  // When the town fails, that is what is told.
  stopped.catch(() => {})
  const run = await runTown({ ...where, stopped }, size)
  return { run, tookMs }
}

/** What came of it, in Markdown. */
export function tableOf(
  name: string,
  { turnsMs, streamsMs, triedAgain, handoffs, faults }: TownRun,
  tookMs: number,
): string {
  const { lost, doubled, outOfOrder, toldWrongly, takenTwice } = faults
  const rows: [string, string][] = [
    ['turns acknowledged', String(turnsMs.length)],
    ['turns a second', (turnsMs.length / (tookMs / 1000)).toFixed(0)],
    ['a turn, tries included, p50 / p99 / most', times(turnsMs)],
    ['tries that had to be made again', String(triedAgain)],
    ['streams open again, p50 / p99 / most', streamsMs.length > 0 ? `${times(streamsMs)} (${streamsMs.length})` : '—'],
    ['talks with agents', String(handoffs)],
    ['lost / doubled / out of order', `${lost} / ${doubled} / ${outOfOrder}`],
    ['conversations that a stream told wrongly', String(toldWrongly)],
    ['handoffs taken by two', String(takenTwice)],
  ]
  return `\n| ${name} | |\n| --- | --- |\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}

function times(sortedMs: readonly number[]): string {
  const at = (share: number) => sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * share))]
  return `${[0.5, 0.99, 1].map((share) => at(share)?.toFixed(0) ?? '—').join(' / ')} ms`
}
