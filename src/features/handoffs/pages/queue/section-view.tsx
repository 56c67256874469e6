import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural, type WordKey } from '../../../../ui/kit/words.js'
import type { QueueItem } from '../../contract.js'
import { isLate, slotInWords } from '../desk/slot-in-words.js'
import { QueueRow } from './queue-row.js'
import type { QueueSection, SectionName } from './queue-sections.js'

/** Sections that are always in sight; the others fold. */
const PLAIN: ReadonlySet<SectionName> = new Set(['pending', 'mine'])
/** Sections that are folded until they are asked for. */
const FOLDED: ReadonlySet<SectionName> = new Set(['ended'])

/** A section of the queue with its rows; an empty one says what to do. */
export function SectionView({ section }: { section: QueueSection }) {
  const { name, items } = section
  const id = `section-${name}`
  const title = <Title id={id} name={name} count={items.length} />
  const content = items.length > 0 ? <Rows section={section} /> : <Empty name={name} />
  if (PLAIN.has(name)) {
    return (
      <section class={`queue-section ${name}`} aria-labelledby={id}>
        {title}
        {content}
      </section>
    )
  }
  return (
    <details class={`queue-section ${name}`} open={!FOLDED.has(name) && items.length > 0}>
      <summary>{title}</summary>
      {content}
    </details>
  )
}

function Title({ id, name, count }: { id: string; name: SectionName; count: number }) {
  const { t, language } = useConsole()
  return (
    <h3 id={id} class="section-title">
      {t(`queue.${name}`)}{' '}
      <span class={count > 0 ? 'count some' : 'count'}>
        <span aria-hidden="true">{count}</span>
        <span class="visually-hidden">{plural(t, language, 'queue.count', count)}</span>
      </span>
    </h3>
  )
}

function Rows({ section: { name, items } }: { section: QueueSection }) {
  if (name === 'callbacks') return <HalfDays items={items} />
  return <RowList labelledBy={`section-${name}`} items={items} />
}

function RowList({ labelledBy, items }: { labelledBy: string; items: readonly QueueItem[] }) {
  return (
    <ul class="rows" aria-labelledby={labelledBy}>
      {items.map((item) => (
        <QueueRow key={item.id} item={item} />
      ))}
    </ul>
  )
}

/** Calls under their half-day, late ones first under their own title. */
function HalfDays({ items }: { items: readonly QueueItem[] }) {
  const { t, language, now } = useConsole()
  const halves = new Map<string, QueueItem[]>()
  for (const item of items) {
    const title = isLate(item, now) || !item.slot ? t('queue.lateCalls') : slotInWords(item.slot, { t, language })
    halves.set(title, [...(halves.get(title) ?? []), item])
  }
  return (
    <>
      {[...halves].map(([title, own], index) => (
        <div key={title} class="half-day">
          <h4 id={`half-day-${index}`}>{title}</h4>
          <RowList labelledBy={`half-day-${index}`} items={own} />
        </div>
      ))}
    </>
  )
}

const EMPTY: Record<Exclude<SectionName, 'pending'>, WordKey> = {
  mine: 'queue.mineEmpty',
  waiting: 'queue.waitingEmpty',
  callbacks: 'queue.callbacksEmpty',
  messages: 'queue.messagesEmpty',
  others: 'queue.othersEmpty',
  snoozed: 'queue.snoozedEmpty',
  ended: 'queue.endedEmpty',
}

function Empty({ name }: { name: SectionName }) {
  const { t, session, state } = useConsole()
  if (name !== 'pending') return <p class="empty">{t(EMPTY[name])}</p>
  const away = state.queue?.presence === 'away'
  return (
    <div class="empty">
      <p>{t(pendingEmptyKey(state.queue))}</p>
      {away && (
        <Button
          label={t('queue.becomeAvailable')}
          disabled={state.settingAvailability}
          onClick={() => void session.setAvailability('available')}
        />
      )}
    </div>
  )
}

function pendingEmptyKey(queue: ReturnType<typeof useConsole>['state']['queue']): WordKey {
  if (queue && !queue.availability.open) return 'queue.pendingEmptyClosed'
  if (queue?.presence !== 'away') return 'queue.pendingEmpty'
  return queue.availableAgents > 0 ? 'queue.pendingEmptyAwayCovered' : 'queue.pendingEmptyAway'
}
