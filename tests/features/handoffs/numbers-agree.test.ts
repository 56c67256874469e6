import { expect, it } from '@jest/globals'
import { countNow, PERIOD_FIGURES, type PeriodFigure } from '../../../src/features/handoffs/figures.js'
import { countsOf } from '../../../src/features/handoffs/lists.js'
import { readQueue } from '../../../src/features/handoffs/routes/queue-view.js'
import { teamView } from '../../../src/features/handoffs/routes/team-view.js'
import { figuresReport } from '../../../src/features/statistics/figures-report.js'
import { toCsv, toJson } from '../../../src/features/statistics/pages/supervision/export-file.js'
import { supervisionWords } from '../../../src/features/statistics/pages/supervision/supervision-words.js'
import { liveSupervision } from '../../../src/features/statistics/supervision-routes.js'
import { fc } from '../../properties.js'
import { histories, Reception } from './random-history.js'

/** A number by where it is read. */
type Places = Record<string, number>
const RUNS = 500
const DAYS = { from: '2026-11-24', to: '2026-11-30' }

/** Every number that more than one place gives, at the end of a history. */
async function numbersOf(reception: Reception): Promise<Record<string, Places>> {
  const { agents, boards, context, ended } = reception
  const { store, now, communes, communeOf } = context
  const needs = {
    ...{ boards, store, now, communes, communeOf, entriesNow: () => new Map() },
    availabilityOf: async () => ({ open: true, canTalk: true, sentence: '', opensAt: null, phone: null, alert: null }),
    liveCommunes: { stopOf: () => null, suspensionOf: () => null },
  } as unknown as Parameters<typeof readQueue>[0] & Parameters<typeof liveSupervision>[0]
  const supervision = await liveSupervision(needs, 'bourg')
  const numbers: Record<string, Places> = {}
  const note = (name: string, place: string, count: number) => {
    numbers[name] = { ...numbers[name], [place]: count }
  }
  const stored = await reception.requests()
  const seen = { held: 0, toAnswer: 0, aside: 0 }
  for (const agent of agents) {
    const queue = await readQueue(needs, agent)
    const rows = [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended]
    const lists = countsOf(rows, agent.id, now())
    const all = countNow(rows, now())
    const team = await teamView(needs, agent)
    const own = supervision.agents.find(({ id }) => id === agent.id)
    note('to take', `list of ${agent.id}`, lists.take)
    note('open', `lists and colleagues of ${agent.id}`, all.toTake + all.callsAhead + all.held + all.aside)
    for (const figure of ['waiting', 'callsDue', 'messages', 'late', 'callsAhead'] as const)
      note(figure, `queue of ${agent.id}`, all[figure])
    note(`held by ${agent.id}`, 'her list', lists.mine)
    note(`to answer by ${agent.id}`, 'her list', lists.toAnswer)
    note(`held by ${agent.id}`, 'supervision', own?.held ?? 0)
    note(`to answer by ${agent.id}`, 'supervision', own?.toAnswer ?? 0)
    note(`for later by ${agent.id}`, 'her list', lists.later)
    note(`for later by ${agent.id}`, 'supervision', (own?.aside ?? 0) + supervision.counts.callsAhead)
    note(`talks of ${agent.id}`, 'supervision', own?.talks ?? 0)
    for (const { id, talks } of [team.me, ...team.colleagues]) note(`talks of ${id}`, `team of ${agent.id}`, talks)
    seen.held += own?.held ?? 0
    seen.toAnswer += own?.toAnswer ?? 0
    seen.aside += own?.aside ?? 0
  }
  for (const figure of ['held', 'toAnswer', 'aside'] as const) note(figure, 'by agent', seen[figure])
  for (const [figure, count] of Object.entries(supervision.counts)) note(figure, 'supervision', count)
  note('to take', 'supervision', supervision.counts.toTake)
  note('to take', 'its kinds', supervision.counts.waiting + supervision.counts.callsDue + supervision.counts.messages)
  note('open', 'stored', stored.filter(({ endedAt }) => endedAt === null).length)
  notePeriod(note, [...ended.values()], supervision.today, await store.readCounters('bourg', DAYS.from, DAYS.to))
  return numbers
}

/** What has ended: as somebody saw it, in the supervision's day, in the statistics' day and week, and in the files. */
function notePeriod(
  note: (name: string, place: string, count: number) => void,
  seen: readonly { kind: string; status: string; wasTaken: boolean }[],
  today: Record<PeriodFigure, { now: number }>,
  counters: Record<string, Record<string, number>>,
): void {
  const names = { entryOf: () => undefined, departmentOf: () => undefined }
  const figuresOf = (period: typeof DAYS) => ({
    ...figuresReport(counters, { period, timeZone: 'Europe/Paris' }, names),
    today: period.to,
  })
  const week = figuresOf(DAYS)
  const words = supervisionWords('fr')
  const csv = toCsv(week, words)
  const json = JSON.parse(toJson(week, words)) as typeof week
  const count = (wanted: (one: (typeof seen)[number]) => boolean) => seen.filter(wanted).length
  const book: Record<PeriodFigure, number> = {
    requests: seen.length,
    taken: count(({ kind, wasTaken }) => kind === 'live' && wasTaken),
    answered: count(({ status }) => status === 'resolved'),
    abandoned: count(({ status, wasTaken }) => status === 'cancelled' && !wasTaken),
    left: count(({ status, wasTaken }) => status === 'cancelled' && wasTaken),
    missed: count(({ status }) => status === 'expired'),
  }
  for (const figure of PERIOD_FIGURES) {
    note(figure, 'who watched', book[figure])
    note(figure, 'statistics', week[figure].now)
    note(figure, 'supervision of the day', today[figure].now)
    note(figure, 'statistics of the day', figuresOf({ from: DAYS.from, to: DAYS.from })[figure].now)
    note(figure, 'JSON', json[figure].now)
    // Of nothing there is no table.
    if (week.requests.now > 0)
      note(figure, 'CSV', Number(new RegExp(`^Nombres;${words.named('figure', figure)};(\\d+);`, 'm').exec(csv)?.[1]))
  }
  note('requests', 'by end', week.answered.now + week.abandoned.now + week.left.now + week.missed.now)
  note(
    'requests',
    'by day',
    week.byDay.reduce((sum, { requests }) => sum + requests, 0),
  )
}

it('says every number the same everywhere, whatever happened', async () => {
  const differences: string[] = []
  let compared = 0
  for (const history of fc.sample(histories, RUNS)) {
    const reception = new Reception()
    await reception.live(history)
    for (const [name, places] of Object.entries(await numbersOf(reception))) {
      const [[first, count] = ['', 0], ...others] = Object.entries(places)
      for (const [place, other] of others) {
        compared += 1
        if (other !== count) differences.push(`${name}: ${count} (${first}), ${other} (${place})`)
      }
    }
  }
  expect(compared).toBeGreaterThan(RUNS * 50)
  expect(differences).toEqual([])
}, 60_000)
