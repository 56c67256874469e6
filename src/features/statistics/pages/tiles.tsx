import type { StatisticsView } from '../routes/statistics-contract.js'
import { EUROS_A_KWH, effortOf, WATTS_A_CORE } from './effort.js'
import type { StatisticsWords } from './statistics-words.js'
import { shareInWords } from './supervision/in-words.js'

interface Props {
  view: StatisticsView
  words: StatisticsWords
}

/** A period at a glance. */
export function Tiles({ view, words }: Props) {
  const { say, number, language } = words
  const { questions, ends, opinions, meanMs } = view
  const before = (value: string) => say('before', { value })
  const end = (key: string) => ends.find((one) => one.key === key) ?? { now: 0, before: 0 }
  const share = (key: string) => {
    const { now, before: former } = end(key)
    return {
      now: shareInWords(now, questions.now, language),
      note: questions.before > 0 ? before(shareInWords(former, questions.before, language)) : '',
    }
  }
  const rated = opinions.helpful.now + opinions.unhelpful.now + opinions.not_my_question.now
  const effort = meanMs === null ? null : effortOf(meanMs)
  return (
    <dl class="tiles">
      <Tile name={say('questions')} value={number(questions.now)} note={before(number(questions.before))} />
      <Tile name={say('end.answered')} value={share('answered').now} note={share('answered').note} />
      <Tile name={say('end.clarification')} value={share('clarification').now} note={share('clarification').note} />
      <Tile name={say('end.escalated')} value={share('escalated').now} note={share('escalated').note} />
      <Tile name={say('end.unanswerable')} value={share('unanswerable').now} note={share('unanswerable').note} />
      <Tile
        name={say('helpful')}
        value={rated === 0 ? '–' : shareInWords(opinions.helpful.now, rated, language)}
        note={words.many('rated', rated)}
      />
      {effort && meanMs !== null && (
        <Tile
          name={say('effort')}
          value={words.many('effortValue', effort.cents, { wattHours: number(effort.wattHours) })}
          note={say('effortNote', { ms: number(meanMs), watts: WATTS_A_CORE, price: number(EUROS_A_KWH * 100) })}
        />
      )}
    </dl>
  )
}

function Tile({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <p class={value.length > 8 ? 'tile-value smaller' : 'tile-value'}>{value}</p>
        <p class="quiet">{note}</p>
      </dd>
    </div>
  )
}
