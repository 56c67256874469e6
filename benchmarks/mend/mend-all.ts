import type { LabelledQuestion } from '../../src/commands/read-base.js'
import { askAll } from './ask-base.js'
import { type Again, type MendedBase, measureMends, measureUnmended } from './measure-mends.js'
import { type ModeResult, modeResult } from './mend-report.js'
import { type MendPlan, planMends } from './plan-mends.js'

/** Questions that a curator mends in one go: a week's of a large town. */
const TOGETHER = 30

/** What {@link mendAll} found. */
export interface MendReport {
  /** Questions that some entry answers, asked before any mend, and those not answered rightly at once. */
  asked: number
  failed: number
  mends: number
  modes: ModeResult[]
  /** Every question asked again, by mode: what failed can be looked at. */
  again: Record<string, Again[]>
}

/**
 * Asks the base the questions, mends what failed, and measures: before, one at a time, thirty at a time.
 * @throws Error in one line when there is nothing to mend
 */
export async function mendAll(
  base: MendedBase,
  questions: readonly LabelledQuestion[],
  plan: MendPlan,
): Promise<MendReport> {
  const tell = (what: string) => (done: number, total: number) => {
    if (done === total || done % 50 === 0) process.stderr.write(`${what}: ${done} / ${total}\n`)
  }
  const asked = await askAll(base.index, questions, tell('asked'))
  if (asked.length === 0) throw new Error('no entry of the base answers any of the questions')
  const mends = await planMends(asked, plan)
  if (mends.length === 0) throw new Error('every question is answered rightly at once: there is nothing to mend')
  const measured = {
    'before the mend': await measureUnmended(base, mends),
    'one at a time': await measureMends(base, mends, { together: 1, onMended: tell('mended alone') }),
    [`${TOGETHER} at a time`]: await measureMends(base, mends, { together: TOGETHER, onMended: tell('together') }),
  }
  const modes: ModeResult[] = []
  for (const [name, mended] of Object.entries(measured)) modes.push(await modeResult(name, mended))
  return {
    asked: asked.length,
    failed: asked.filter(({ fate }) => fate !== 'right').length,
    mends: mends.length,
    modes,
    again: Object.fromEntries(Object.entries(measured).map(([name, { again }]) => [name, again])),
  }
}
