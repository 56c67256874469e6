import { Component, type ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { Handoff } from '../../../../platform/model/handoff.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural, type Translate } from '../../../../ui/kit/console-words.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { dayInWords, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { waitInWords } from '../../../../ui/kit/wait-in-words.js'
import { useOverdue } from '../../../agent-alerts/pages/overdue.js'
import type { QueueItem } from '../../contract.js'
import { isLate, isToAnswer } from '../../lists.js'
import { owedSince } from '../../queue/usual-wait.js'
import { slotInWords } from '../desk/slot-field.js'
import { isKept } from '../routing/offer-bar.js'
import { CommuneBadge, type Communes, departmentName } from './communes.js'

interface StillProps {
  /** What the drawing depends on. */
  on: readonly unknown[]
  draw: () => ComponentChildren
}

/** A drawing that is made again only when something that it depends on is another: 200 rows do not move for one message. */
export class Still extends Component<StillProps> {
  override shouldComponentUpdate({ on }: StillProps): boolean {
    return on.length !== this.props.on.length || on.some((one, index) => one !== this.props.on[index])
  }

  override render({ draw }: StillProps): ComponentChildren {
    return draw()
  }
}

/** What a row is drawn from, so that it is drawn again only when one of these is another. */
interface Drawn {
  item: QueueItem
  session: AgentConsole
  t: Translate
  language: StaffLanguage
  now: Date
  communes: Communes | undefined
  selected: boolean
  drafted: boolean
  /** Whether words of hers did not reach the server. */
  unsent: boolean
  taking: boolean
  /** Whether an action is under way, on this row or another. */
  busy: boolean
  /** Whether a colleague is asked first. */
  kept: boolean
}

/** One request of the queue: who waits, for how long, why, about what; and the button that takes it. */
export function QueueRow({ item }: { item: QueueItem }) {
  const { t, session, state, language, now } = useConsole()
  const selected = state.route.handoffId === item.id
  const button = useRef<HTMLButtonElement>(null)
  useFocusWish('row', button, selected)
  const drawn: Drawn = {
    item,
    session,
    t,
    language,
    now,
    communes: state.queue?.communes,
    selected,
    drafted: state.drafts[item.id] !== undefined,
    unsent: state.outbox.some(({ handoffId, status }) => handoffId === item.id && status !== 'sending'),
    taking: state.pending?.handoffId === item.id && state.pending.verb === 'claim',
    busy: state.pending !== null,
    kept: isKept(item, state.session),
  }
  const { t: _, communes: __, ...parts } = drawn
  const on = [...Object.values(parts), drawn.communes?.length]
  return <Still on={on} draw={() => <Row drawn={drawn} button={button} />} />
}

function Row({ drawn, button }: { drawn: Drawn; button: preact.RefObject<HTMLButtonElement | null> }) {
  const { item, session, t, selected, taking, busy, kept } = drawn
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
        <Marks drawn={drawn} />
        <span class="row-words" lang={item.language}>
          {words}
        </span>
      </button>
      <div class="row-foot">
        <Facts drawn={drawn} />
        {item.status === 'pending' && (
          <Button
            look="main"
            class="row-take"
            label={taking ? t('queue.taking') : t('queue.take')}
            disabled={busy || kept}
            aria-label={t('queue.takeOf', { subject: words })}
            onClick={() => void session.claim(item.id)}
          />
        )}
      </div>
    </li>
  )
}

/** What stands out, each in words and with a sign. */
function Marks({ drawn }: { drawn: Drawn }) {
  const { item, t, language, now, drafted, unsent } = drawn
  return (
    <span class="marks">
      <CommuneBadge communeId={item.communeId} />
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
      {item.mine && isToAnswer(item, now) && (
        <span class="mark-badge reply">
          <Icon name="chat" /> {t('queue.reply')}
        </span>
      )}
      {item.channel !== 'web' && (
        <span class="mark-badge">
          <Icon name={item.channel === 'phone' ? 'phone' : 'desk'} /> {t(`queue.channel.${item.channel}`)}
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
      {item.closesAt && (
        <span class="mark-badge urgent">
          <Icon name="clock" /> {t('queue.closing', { day: dayInWords(item.closesAt, language, now) })}
        </span>
      )}
      {item.snoozedUntil && <SnoozeBadge until={item.snoozedUntil} />}
      {unsent && (
        <span class="mark-badge urgent">
          <Icon name="alert" /> {t('queue.unsent')}
        </span>
      )}
      {drafted && <span class="mark-badge">{t('queue.draft')}</span>}
      <When drawn={drawn} />
    </span>
  )
}

function When({ drawn: { item, t, language, now } }: { drawn: Drawn }) {
  const words = { t, language }
  const overdue = useOverdue(item.id)
  if (item.endedAt)
    return <span class="when">{t('wait.endedAt', { moment: momentInWords(item.endedAt, language, now) })}</span>
  // Her wait, not the alarm's, which begins again with each agent.
  const isOwed = item.awaitingAgent && item.kind === 'live' && item.awaitingSince !== undefined
  const since = isOwed ? owedSince(item, item.awaitingSince ?? '') : undefined
  if (item.status === 'assigned' && (overdue || since))
    return (
      <span class={overdue ? 'when late' : 'when'}>
        {overdue && <Icon name="clock" />}{' '}
        {t('alerts.overdue.row', { wait: waitInWords(since ?? overdue?.since ?? item.lastAt, now, words) })}
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

function Facts({ drawn: { item, t, language, communes } }: { drawn: Drawn }) {
  const facts = [
    item.offered === 'other' && item.offer ? t('routing.offer.to', { name: item.offer.agentName }) : undefined,
    item.contact?.name,
    item.slot && slotInWords(item.slot, { t, language }),
    item.missedCalls && plural(t, language, 'queue.missed', item.missedCalls.length),
    item.status === 'resolved' && item.resolution
      ? (item.closeReason?.nom ?? t(`resolution.${item.resolution}`))
      : undefined,
    item.endedAt && item.status !== 'resolved' ? t(`status.${item.status}`) : undefined,
    departmentName(communes, item),
    item.mine && item.passedBy ? t('lifecycle.from', { name: item.passedBy }) : undefined,
    !item.mine && item.agentName ? t('queue.by', { name: item.agentName }) : undefined,
  ].filter((fact) => fact !== undefined)
  return (
    <div class="facts">
      <p>
        {facts.map((fact) => `${fact} · `)}
        <span class="nowrap">{t('queue.reference', { reference: handoffReference(item) })}</span>
      </p>
    </div>
  )
}

function wordsOf({ status, subject, lastText, kind }: QueueItem): string {
  return status === 'pending' && kind !== 'live' ? subject || lastText : lastText || subject
}

/** Until when a request is put aside. */
export function SnoozeBadge({ until }: { until: string }) {
  const { t, language, now } = useConsole()
  return (
    <span class="mark-badge">
      <Icon name="clock" /> {t('lifecycle.asideUntil', { moment: momentInWords(until, language, now) })}
    </span>
  )
}

/**
 * What the citizen was given as a reference, to be read over the phone; six letters and digits of the conversation's id
 * for a request that an earlier version stored.
 */
export function handoffReference({ reference, conversationId }: Pick<Handoff, 'reference' | 'conversationId'>): string {
  if (reference !== undefined) return reference
  return conversationId
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 6)
    .toUpperCase()
}
