import type { SectionProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { shellWords } from '../../../ui/kit/shell-words.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type ConflictsView, conflictRoutes } from '../../conflicts/contract.js'
import { type EntriesView, entryRoutes, MOST_LISTED_ENTRIES } from '../../entries/contract.js'
import { type FailuresView, failureRoutes } from '../../failures/contract.js'
import { type StatisticsView, statisticsRoutes } from '../../statistics/contract.js'

/** Steps that are named. */
const MOST_NAMED = 6
/** Days of answers by which what has expired is ranked: those of the conflicts. */
const STAKE_DAYS = 90

/** Something that a curator may do, so that more questions are answered, or better. */
interface NextStep {
  kind: 'group' | 'expired' | 'conflict'
  href: string
  /** What it is about: the words of a question, or titles. */
  about: string
  /** Language of a question. */
  spoken?: string
  /** People who asked, answers that were given, questions that may be concerned. */
  count: number
}

/** What is read to find them; `null` while it is not known. */
interface Found {
  failures: Pick<FailuresView, 'groups'>
  expired: Pick<EntriesView, 'entries'> | null
  conflicts: Pick<ConflictsView, 'conflicts'> | null
  statistics: Pick<StatisticsView, 'entries'> | null
}

/** The next steps, those first that serve most residents. What serves fewer than are told of is named last, without a number. Pure. */
export function nextSteps({ failures, expired, conflicts, statistics }: Found): NextStep[] {
  const answers = new Map(statistics?.entries.rows.map(({ key, now }) => [key, now]))
  const steps: NextStep[] = [
    ...failures.groups.map(({ id, question, language, people }) => ({
      ...{ kind: 'group' as const, href: hrefOf('failures', [id]), about: question, spoken: language, count: people },
    })),
    ...(expired?.entries ?? []).map(({ id, title }) => ({
      ...{ kind: 'expired' as const, href: hrefOf('entries', [id]), about: title, count: answers.get(id) ?? 0 },
    })),
    ...(conflicts?.conflicts ?? []).flatMap(({ entries, stake }) =>
      stake === 0
        ? []
        : [
            {
              kind: 'conflict' as const,
              href: hrefOf('conflicts', [], { entry: entries[0]?.id ?? '' }),
              about: entries.map(({ title }) => title).join(' / '),
              count: stake,
            },
          ],
    ),
  ]
  return steps.sort((a, b) => b.count - a.count)
}

/** What would have more questions answered: what was asked in vain, what has expired, what is taken for something else. */
export function NextSteps({ api, language }: Omit<SectionProps, 't'>) {
  const { say, many } = shellWords(language)
  const { view: failures, failed } = useReading(api, failureRoutes.list, { query: { state: 'anomaly' } })
  const { view: expired } = useReading(api, entryRoutes.list, { query: { expiry: 'past', limit: MOST_LISTED_ENTRIES } })
  const { view: conflicts } = useReading(api, conflictRoutes.list, { query: {} })
  const { view: statistics } = useReading(api, statisticsRoutes.read, { query: { days: STAKE_DAYS } })
  const steps = failures ? nextSteps({ failures, expired, conflicts, statistics }) : []
  const [first] = steps
  return (
    <Sheet id="next-steps" title={say('next')}>
      <div role="status">{!failures && <p>{say(failed ? 'failed' : 'loading')}</p>}</div>
      {failures && (
        <p>
          {failures.failures > 0
            ? many('home.questions', failures.failures, { people: many('home.people', failures.people) })
            : say('home.questionsNone')}
        </p>
      )}
      {first && (
        <>
          <ol class="home-list">
            {steps.slice(0, MOST_NAMED).map(({ kind, href, about, spoken, count }) => (
              <li key={href + about}>
                <a href={href}>{kind === 'group' ? <q lang={spoken}>{about}</q> : about}</a>{' '}
                <span class="hint">{count > 0 ? many(`next.${kind}`, count) : say('next.expiredFew')}</span>
              </li>
            ))}
          </ol>
          <div class="actions">
            <a class="button main" href={first.href}>
              {say('home.questionsGo')}
            </a>
          </div>
        </>
      )}
    </Sheet>
  )
}
