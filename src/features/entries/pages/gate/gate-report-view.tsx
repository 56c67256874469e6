import { Icon } from '../../../../ui/kit/icon.js'
import { Table } from '../../../../ui/kit/table.js'
import type {
  ChangedQuestion,
  GateMeasure,
  GateOutcome,
  GateReport,
  GateTheft,
  Replay,
  ReplayedQuestion,
  ReplayReply,
  ShownQuestion,
} from '../../../publication/gate-report.js'
import { EstimateBar, hundredths, rangeOutOf100 } from '../../../publication/pages/estimate-bar.js'
import { type EntriesWords, useEntries } from '../entry-states.js'

/** What a publication would change, in sentences with examples: the verdict, what is won and lost, and what becomes of the promise. */
export function GateReportView({ report, isOfMany }: { report: GateReport; isOfMany: boolean }) {
  const { words } = useEntries()
  const { say, many, number } = words
  const { verdict, blockedBy, counts, thefts, gained, ambiguous, lost, own } = report
  const isSame = counts.gained + counts.stolen + counts.ambiguous + counts.lost === 0
  return (
    <div class="gate-report">
      <div role="status">
        <h3 class={`gate-verdict ${verdict}`}>
          <Icon name={verdict === 'passed' ? 'check' : 'alert'} /> {say(`gate.${verdict}`)}
        </h3>
      </div>
      {blockedBy.map((block) => (
        <p key={block}>{say(`gate.block.${block}`)}</p>
      ))}
      <ReplayView replay={report.replay} />
      <Thefts thefts={thefts} count={counts.stolen} />
      <details
        class="gate-figures"
        open={verdict !== 'passed' && (thefts.length === 0 || blockedBy.includes('promise'))}
      >
        <summary>{say('gate.figures')}</summary>
        <section aria-labelledby="gate-own">
          <h4 id="gate-own">{say(isOfMany ? 'gate.ownMany' : 'gate.own')}</h4>
          <p>
            {own.asked === 0
              ? say('gate.ownNone')
              : [
                  many('gate.ownAnswered', own.answered, { asked: number(own.asked) }),
                  own.ambiguous > 0 ? many('gate.ownAmbiguous', own.ambiguous) : '',
                  own.stolen > 0 ? many('gate.ownStolen', own.stolen) : '',
                  own.unanswered > 0 ? many('gate.ownUnanswered', own.unanswered) : '',
                  own.fromCitizens > 0 ? many('gate.ownFromCitizens', own.fromCitizens) : '',
                ]
                  .filter(Boolean)
                  .join(' ')}
          </p>
        </section>
        {isSame && thefts.length === 0 && <p>{say('gate.same')}</p>}
        <Changes name="ambiguous" count={counts.ambiguous} changes={ambiguous} />
        <Changes name="lost" count={counts.lost} changes={lost} />
        <Changes name="gained" count={counts.gained} changes={gained} />
        <PromiseKept report={report} />
        <p class="hint">
          {say('gate.measured', {
            asked: number(report.after.asked),
            rerun: number(report.rerun),
            seconds: number(report.durationMs / 1_000),
          })}
        </p>
      </details>
    </div>
  )
}

/** Questions that another entry would take: what a doubt is about, most of the time. */
function Thefts({ thefts, count: stolen }: { thefts: readonly GateTheft[]; count: number }) {
  const { many } = useEntries().words
  if (thefts.length === 0) return null
  return (
    <section aria-labelledby="gate-thefts">
      <h4 id="gate-thefts">
        <Icon name="alert" /> {many('gate.stolen', stolen)}
      </h4>
      {thefts.map(({ from, by, count, examples }) => (
        <div key={`${from.id} ${by.id}`}>
          <p>{many('gate.theft', count, { from: from.title, by: by.title })}</p>
          <ul class="gate-examples" lang="fr">
            {examples.map((example) => (
              <li key={example.question}>
                <q>{example.question}</q> <FromCitizens shown={example} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** What becomes of questions that citizens asked in vain: sentences first, then both answers of each. */
function ReplayView({ replay }: { replay: Replay }) {
  const { say, many } = useEntries().words
  const { asked, counts } = replay
  const kinds = (['found', 'lost', 'moved'] as const).filter((kind) => counts[kind] > 0)
  return (
    <section aria-labelledby="gate-replay">
      <h4 id="gate-replay">{say('replay.title')}</h4>
      <p>
        {asked === 0 ? say('replay.none') : many('replay.asked', asked)}{' '}
        {asked > 0 && kinds.length === 0 && say('replay.same')}
        {kinds.map((kind) => `${many(`replay.${kind}`, counts[kind])} `)}
      </p>
      {kinds.map((kind) => (
        <details key={kind} open={kind !== 'moved'}>
          <summary>{say(`replay.${kind}List`)}</summary>
          <Replayed questions={replay[kind]} />
          {counts[kind] > replay[kind].length && (
            <p class="hint">{many('replay.more', counts[kind] - replay[kind].length)}</p>
          )}
        </details>
      ))}
    </section>
  )
}

function Replayed({ questions }: { questions: readonly ReplayedQuestion[] }) {
  const { words } = useEntries()
  const { say } = words
  return (
    <Table
      caption={say('replay.title')}
      isCaptionHidden
      kind="facts"
      rows={questions}
      keyOf={({ question }) => question}
      columns={[
        { name: say('replay.question'), cell: ({ question }) => <q lang="fr">{question}</q> },
        { name: say('replay.before'), cell: ({ before }) => replyInWords(before, words) },
        { name: say('replay.after'), cell: ({ after }) => replyInWords(after, words) },
      ]}
    />
  )
}

function replyInWords(reply: ReplayReply, words: EntriesWords) {
  if (reply.kind === 'otherwise') return words.say('replay.otherwise')
  if (reply.kind !== 'answered') return outcomeInWords(reply, words)
  return (
    <span lang="fr">
      <strong>{reply.by.title}</strong>
      {reply.says && <span class="replay-says">{reply.says}</span>}
    </span>
  )
}

/** That citizens really asked a question: losing it costs them something. */
function FromCitizens({ shown }: { shown: Pick<ShownQuestion, 'isFromCitizens'> }) {
  const { words, language } = useEntries()
  if (!shown.isFromCitizens) return null
  return (
    <span class="citizen-mark" lang={language}>
      {words.say('gate.fromCitizens')}
    </span>
  )
}

interface ChangesProps {
  name: 'gained' | 'ambiguous' | 'lost'
  count: number
  changes: readonly ChangedQuestion[]
}

function Changes({ name, count, changes }: ChangesProps) {
  const { words } = useEntries()
  const { say, many } = words
  if (count === 0) return null
  return (
    <section aria-labelledby={`gate-${name}`}>
      <h4 id={`gate-${name}`}>
        <Icon name={name === 'gained' ? 'check' : 'alert'} /> {many(`gate.${name}`, count)}
      </h4>
      <ul class="gate-examples">
        {changes.map(({ question, isFromCitizens, entry, before, after }) => (
          <li key={`${entry.id} ${question}`}>
            <q lang="fr">{question}</q> <FromCitizens shown={{ isFromCitizens }} />{' '}
            {say('gate.change', {
              entry: entry.title,
              before: before ? outcomeInWords(before, words) : say('gate.outcome.new'),
              after: outcomeInWords(after, words),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}

function outcomeInWords(
  outcome: GateOutcome | Exclude<ReplayReply, { kind: 'answered' | 'otherwise' }>,
  { say }: EntriesWords,
): string {
  switch (outcome.kind) {
    case 'answered':
      return say('gate.outcome.answered', { title: outcome.by.title })
    case 'clarified':
      return say('gate.outcome.clarified', { titles: outcome.among.map(({ title }) => title).join(' / ') })
    case 'unanswered':
      return say('gate.outcome.unanswered')
    default:
      return outcome satisfies never
  }
}

function PromiseKept({ report: { promise, before, after } }: { report: GateReport }) {
  const { words, language } = useEntries()
  const vow = hundredths(promise, language)
  return (
    <section aria-labelledby="gate-promise">
      <h4 id="gate-promise">{words.many('gate.vow', promise * 100)}</h4>
      <Measure measure={before} promise={promise} vow={vow} when="before" />
      <Measure measure={after} promise={promise} vow={vow} when="after" />
    </section>
  )
}

interface MeasureProps {
  measure: GateMeasure
  promise: number
  vow: string
  when: 'before' | 'after'
}

function Measure({ measure: { error, coverage }, promise, vow, when }: MeasureProps) {
  const { say, many } = useEntries().words
  if (!error) return <p>{say(`gate.${when}None`)}</p>
  const [low, high] = rangeOutOf100(error)
  return (
    <div class="promise">
      <p>
        {many(`gate.${when}`, error.share * 100, { low, high })}{' '}
        {coverage && many('gate.coverage', coverage.share * 100)}
      </p>
      <EstimateBar estimate={error} promise={promise} label={say('gate.bar', { promise: vow })} />
    </div>
  )
}
