import type { StatisticsView } from '../contract.js'
import type { StatisticsWords } from './statistics-files.js'
import { type SupervisionWords, shareInWords, weekdayInWords } from './supervision/supervision-words.js'

/** Fewest questions of which a share is told: of fewer, it is how many. */
export const FEWEST_SHARED = 30
/** What is named of a breakdown. */
const MOST_NAMED = 3
const WEEK = 7

/** What a period says, in sentences, each beside the period before: they stand before the plots, and on the page of the council. Pure. */
export function statisticsSentences(view: StatisticsView, words: StatisticsWords, shared: SupervisionWords): string[] {
  const { say, many, number } = words
  const { questions, entries, departments, languages, opinions } = view
  const named = (rows: readonly { name: string; count: string }[]) =>
    listOf(
      rows.slice(0, MOST_NAMED).map((row) => say('said.counted', row)),
      words,
    )
  const asked = entries.rows.map(({ key, label, now }) => ({
    name: label ?? say('gone', { id: key }),
    count: number(now),
  }))
  const passed = departments.rows
    .filter(({ key }) => key !== '-')
    .map(({ key, label, now }) => ({ name: label ?? key, count: number(now) }))
  const spoken = languages.rows.map(({ key, now }) => ({
    name: shared.named('language', key),
    count: shareInWords(now, questions.now, words.language),
  }))
  const rated = opinions.helpful.now + opinions.unhelpful.now + opinions.not_my_question.now
  return [
    say('said.questions', {
      questions: many('count', questions.now),
      span: spanInWords('in', view, words),
      change: changeInWords(view, words),
    }),
    endsInWords(view, words),
    ...(asked.length > 0 ? [say('said.asked', { list: named(asked) })] : []),
    ...(passed.length > 0 ? [say('said.departments', { list: named(passed) })] : []),
    ...busiestInWords(view, words),
    ...(spoken.length > 1 ? [say('said.languages', { list: named(spoken) })] : []),
    ...(rated > 0 ? [many('said.rated', rated, { helpful: number(opinions.helpful.now) })] : []),
  ]
}

/** "18 % de plus que les quatre semaines d'avant (264)", "six fois plus"; of few, how many more. */
function changeInWords(view: StatisticsView, words: StatisticsWords): string {
  const { say, has, number, language } = words
  const { now, before } = view.questions
  const span = spanInWords('before', view, words)
  if (before === 0) return say('change.none', { span })
  const difference = Math.abs(now - before)
  const isShared = before >= FEWEST_SHARED
  if (difference === 0 || (isShared && difference / before < 0.005))
    return say('change.same', { span, before: number(before) })
  if (isShared && now >= 2 * before) {
    const times = number(now / before)
    const inWords = `times.${times}`
    return say('change.times', { times: has(inWords) ? say(inWords) : times, span, before: number(before) })
  }
  const by = isShared ? shareInWords(difference, before, language) : number(difference)
  return say(now > before ? 'change.more' : 'change.less', { by, span, before: number(before) })
}

/** "en quatre semaines", or "les quatre semaines d'avant". */
function spanInWords(which: 'in' | 'before', { byDay }: StatisticsView, { say, has, number }: StatisticsWords): string {
  const days = byDay.length
  if (days === 1 || days === WEEK) return say(`${which}.${days}`)
  if (days % WEEK !== 0) return say(`${which}.days`, { count: number(days) })
  const weeks = `weeks.${days / WEEK}`
  return say(`${which}.weeks`, { count: has(weeks) ? say(weeks) : number(days / WEEK) })
}

/** What became of a hundred questions, or of all where there are fewer. */
function endsInWords({ ends, questions }: StatisticsView, words: StatisticsWords): string {
  const { say, many, number } = words
  const whole = Math.min(100, questions.now)
  const of = (count: number, all: number) => Math.round((count / all) * whole)
  const parts = ends.flatMap(({ key, now, before }) => {
    const count = of(now, questions.now)
    if (count === 0) return []
    const part = many(`part.${key}`, count)
    return questions.before < FEWEST_SHARED || whole < 100
      ? [part]
      : [say('said.part', { part, before: number(of(before, questions.before)) })]
  })
  return many('said.ends', whole, { list: listOf(parts, words) })
}

function busiestInWords({ byHour, byDay }: StatisticsView, words: StatisticsWords): string[] {
  const { say, many, language } = words
  const [hour] = [...byHour].sort((a, b) => b.questions - a.questions)
  const totals = byDay.map(({ day, ends }) => ({ day, total: Object.values(ends).reduce((sum, one) => sum + one, 0) }))
  const [busiest] = [...totals].sort((a, b) => b.total - a.total)
  if (!hour || !busiest || hour.questions === 0 || busiest.total === 0) return []
  const when = say('said.hour', { hour: say('hourName', { hour: hour.hour }) })
  if (byDay.length === 1) return [say('said.when', { when })]
  const day = weekdayInWords(busiest.day, language)
  return [say('said.whenAndDay', { when, day, questions: many('count', busiest.total) })]
}

function listOf(parts: readonly string[], { language }: StatisticsWords): string {
  return new Intl.ListFormat(language === 'fr' ? 'fr' : 'en-GB', { type: 'conjunction' }).format(parts)
}
