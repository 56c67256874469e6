import { useRef } from 'preact/hooks'
import { useConsole } from './console-context.js'
import { QueueRow } from './queue-row.js'
import { type QueueSection, type SectionName, toSections } from './queue-sections.js'
import { useFocusWish } from './use-focus-wish.js'
import { useRescuedFocus } from './use-rescued-focus.js'
import { plural, type WordKey } from './words.js'

/** The queue: what waits, what is mine, what colleagues hold, what is over. */
export function QueuePane() {
  const { t, state } = useConsole()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWish('queue', heading)
  useRescuedFocus('queue', heading)
  return (
    <section class="pane queue" id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="pane-title" ref={heading} tabIndex={-1}>
        {t('queue.title')}
      </h2>
      <div class="pane-scroll">
        {state.queue ? (
          toSections(state.queue).map((section) => <Section key={section.name} section={section} />)
        ) : (
          <p class="empty">{t('loading')}</p>
        )}
      </div>
    </section>
  )
}

function Section({ section: { name, items } }: { section: QueueSection }) {
  const { t } = useConsole()
  const id = `section-${name}`
  const title = <Title id={id} name={name} count={items.length} />
  const content = items.length === 0 ? <Empty name={name} /> : <Rows section={{ name, items }} />
  if (name !== 'ended') {
    return (
      <section class={`queue-section ${name}`} aria-labelledby={id}>
        {title}
        {content}
      </section>
    )
  }
  return (
    <details class={`queue-section ${name}`}>
      <summary>{title}</summary>
      {items.length === 0 ? <p class="empty">{t('queue.endedEmpty')}</p> : content}
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
  return (
    <ul class="rows" aria-labelledby={`section-${name}`}>
      {items.map((item) => (
        <QueueRow key={item.id} item={item} />
      ))}
    </ul>
  )
}

const EMPTY: Record<Exclude<SectionName, 'pending'>, WordKey> = {
  mine: 'queue.mineEmpty',
  others: 'queue.othersEmpty',
  ended: 'queue.endedEmpty',
}

/** An empty section says what to do. */
function Empty({ name }: { name: SectionName }) {
  const { t, session, state } = useConsole()
  if (name !== 'pending') return <p class="empty">{t(EMPTY[name])}</p>
  const away = state.queue?.presence === 'away'
  return (
    <div class="empty">
      <p>{t(pendingEmptyKey(state.queue))}</p>
      {away && (
        <button
          type="button"
          class="button"
          disabled={state.settingAvailability}
          onClick={() => void session.setAvailability('available')}
        >
          {t('queue.becomeAvailable')}
        </button>
      )}
    </div>
  )
}

function pendingEmptyKey(queue: ReturnType<typeof useConsole>['state']['queue']): WordKey {
  if (queue && !queue.availability.open) return 'queue.pendingEmptyClosed'
  if (queue?.presence !== 'away') return 'queue.pendingEmpty'
  return queue.availableAgents > 0 ? 'queue.pendingEmptyAwayCovered' : 'queue.pendingEmptyAway'
}
