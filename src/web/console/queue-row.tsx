import { useRef } from 'preact/hooks'
import type { QueueItem } from '../../http/contract.js'
import { useOverdue } from './alerts/use-overdue.js'
import { useConsole } from './console-context.js'
import { handoffReference } from './handoff-reference.js'
import { Icon } from './icon.js'
import { SnoozeBadge } from './lifecycle/snooze-badge.js'
import { momentInWords } from './moment-in-words.js'
import { isKept } from './routing/offers.js'
import { isLate, slotInWords } from './slot-in-words.js'
import { useFocusWish } from './use-focus-wish.js'
import { waitInWords } from './wait-in-words.js'
import { plural } from './words.js'

/** One request of the queue: who waits, for how long, why; and the button that takes it. */
export function QueueRow({ item }: { item: QueueItem }) {
  const { t, session, state } = useConsole()
  const selected = state.route.handoffId === item.id
  const button = useRef<HTMLButtonElement>(null)
  useFocusWish('row', button, selected)
  const taking = state.pending?.handoffId === item.id && state.pending.verb === 'claim'
  const words = wordsOf(item) || t('queue.noWords')
  return (
    <li class={`row ${item.status}${selected ? ' selected' : ''}${item.urgent ? ' urgent' : ''}`}>
      <button
        ref={button}
        type="button"
        class="row-open"
        aria-current={selected ? 'true' : undefined}
        onClick={() => session.navigate({ view: 'conversation', handoffId: item.id })}
      >
        <Marks item={item} />
        <span class="row-words" lang={item.language}>
          {words}
        </span>
      </button>
      <div class="row-foot">
        <Facts item={item} />
        {item.status === 'pending' && (
          <button
            type="button"
            class="button main row-take"
            disabled={state.pending !== null || isKept(item, state.session)}
            aria-label={t('queue.takeOf', { subject: words })}
            onClick={() => void session.claim(item.id)}
          >
            {taking ? t('queue.taking') : t('queue.take')}
          </button>
        )}
      </div>
    </li>
  )
}

/** What stands out, each in words and with a sign. */
function Marks({ item }: { item: QueueItem }) {
  const { t, language, state, now } = useConsole()
  const drafted = state.drafts[item.id] !== undefined
  const toAnswer = item.mine && item.status === 'assigned' && item.awaitingAgent
  return (
    <span class="marks">
      {item.urgent && (
        <span class="mark-badge urgent">
          <Icon name="alert" /> {t('queue.urgent')}
        </span>
      )}
      {item.offered === 'me' && (
        <span class="mark-badge reply">
          <Icon name="bell" /> {t('routing.offer.mine')}
        </span>
      )}
      {toAnswer && (
        <span class="mark-badge reply">
          <Icon name="chat" /> {t('queue.reply')}
        </span>
      )}
      {item.kind === 'message' && (
        <span class="mark-badge left">
          <Icon name="envelope" /> {t('queue.messageLeft')}
        </span>
      )}
      {item.kind === 'callback' && (
        <span class="mark-badge left">
          <Icon name="phone" /> {t('queue.callback')}
        </span>
      )}
      {isLate(item, now) && (
        <span class="mark-badge urgent">
          <Icon name="clock" /> {t('queue.late')}
        </span>
      )}
      {item.language !== language && <span class="mark-badge">{t(`language.${item.language}`)}</span>}
      {item.snoozedUntil && <SnoozeBadge until={item.snoozedUntil} />}
      {drafted && <span class="mark-badge">{t('queue.draft')}</span>}
      <When item={item} />
    </span>
  )
}

function When({ item }: { item: QueueItem }) {
  const { t, language, now } = useConsole()
  const words = { t, language }
  const overdue = useOverdue(item.id)
  if (item.endedAt)
    return <span class="when">{t('wait.endedAt', { moment: momentInWords(item.endedAt, language, now) })}</span>
  if (item.status === 'assigned' && overdue)
    return (
      <span class="when late">
        <Icon name="clock" /> {t('alerts.overdue.row', { wait: waitInWords(overdue.since, now, words) })}
      </span>
    )
  if (item.status === 'assigned')
    return <span class="when">{t('wait.last', { wait: waitInWords(item.lastAt, now, words) })}</span>
  const key = item.kind === 'live' ? 'wait.waiting' : 'wait.left'
  return (
    <span class={overdue ? 'when waiting late' : 'when waiting'}>
      <Icon name="clock" /> {t(key, { wait: waitInWords(item.requestedAt, now, words) })}
    </span>
  )
}

function Facts({ item }: { item: QueueItem }) {
  const { t, language } = useConsole()
  const facts = [
    item.offered === 'other' && item.offer ? t('routing.offer.to', { name: item.offer.agentName }) : undefined,
    item.contact?.name,
    item.slot && slotInWords(item.slot, { t, language }),
    item.missedCalls && plural(t, language, 'queue.missed', item.missedCalls.length),
    item.status === 'resolved' && item.resolution
      ? (item.closeReason?.nom ?? t(`resolution.${item.resolution}`))
      : undefined,
    item.endedAt && item.status !== 'resolved' ? t(`status.${item.status}`) : undefined,
    item.status === 'pending' && item.kind === 'live' ? t(`reason.${item.reason}`) : undefined,
    item.mine && item.passedBy ? t('lifecycle.from', { name: item.passedBy }) : undefined,
    !item.mine && item.agentName ? t('queue.by', { name: item.agentName }) : undefined,
    t('queue.reference', { reference: handoffReference(item) }),
  ].filter((fact) => fact !== undefined)
  return <p class="facts">{facts.join(' · ')}</p>
}

function wordsOf({ status, subject, lastText, kind }: QueueItem): string {
  return status === 'pending' && kind !== 'live' ? subject || lastText : lastText || subject
}
