import { useRef } from 'preact/hooks'
import { FirstAlert } from '../../features/agent-alerts/pages/first-alert.js'
import { AppointmentsStrip } from '../../features/appointments/pages/appointments-strip.js'
import type { HandoffDetailView } from '../../features/handoffs/contract.js'
import { isLate } from '../../features/handoffs/lists.js'
import { slotInWords } from '../../features/handoffs/pages/desk/slot-field.js'
import { EndBar, Verbs } from '../../features/handoffs/pages/lifecycle/verbs.js'
import { ViewersLine } from '../../features/handoffs/pages/lifecycle/viewers-line.js'
import { CommuneBadge } from '../../features/handoffs/pages/queue/communes.js'
import { waitingItems } from '../../features/handoffs/pages/queue/queue-lists.js'
import { handoffReference } from '../../features/handoffs/pages/queue/queue-row.js'
import { Thread } from '../../features/handoffs/pages/talk/thread.js'
import { MaskedContext, MaskedValues, useMasked } from '../../features/masked-data/pages/masked-values.js'
import { TypingSign } from '../../features/replies/pages/composer.js'
import type { Channel } from '../../platform/model/conversation.js'
import { type Contact, type Handoff, isHeldBy } from '../../platform/model/handoff.js'
import { Button } from '../kit/button.js'
import { useConsole } from '../kit/console-context.js'
import { plural } from '../kit/console-words.js'
import { useFocusWish, useRescuedFocus } from '../kit/focus.js'
import { Icon } from '../kit/icon.js'
import { dayInWords } from '../kit/moment-in-words.js'
import { isNarrow, openSide } from './commands/commands.js'
import { ConversationFoot } from './conversation-foot.js'

/** The open conversation: who, what was said, and where to answer. */
export function ConversationPane() {
  const { state } = useConsole()
  const { detail, detailProblem, route } = state
  return (
    <section class="pane conversation" id="conversation" aria-labelledby="conversation-title">
      <Head detail={detail} />
      {detail ? <Opened detail={detail} /> : <Unopened problem={detailProblem} opening={route.handoffId !== null} />}
    </section>
  )
}

function Head({ detail }: { detail: HandoffDetailView | null }) {
  const { t, state } = useConsole()
  const { handoffId } = state.route
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWish('thread', heading)
  useRescuedFocus('conversation', heading)
  return (
    <div class="pane-head">
      {handoffId !== null && <BackToQueue handoffId={handoffId} />}
      <h2 id="conversation-title" class="pane-title" ref={heading} tabIndex={-1}>
        {detail && <CommuneBadge communeId={detail.handoff.communeId} />} <Title detail={detail} />
        {detail?.handoff.urgent && (
          <>
            {' '}
            <span class="mark-badge urgent">
              <Icon name="alert" /> {t('queue.urgent')}
            </span>
          </>
        )}
      </h2>
      {detail && isHeldBy(detail.handoff, state.session?.user.id) && <Verbs key={detail.handoff.id} detail={detail} />}
      {handoffId !== null && <SideButton />}
    </div>
  )
}

/** Opens and folds what is known beside the conversation; where there is no room beside it, it takes its place. */
function SideButton() {
  const { t, session, state } = useConsole()
  const isOpen = state.preferences.side && !isNarrow()
  return (
    <Button
      look="quiet"
      class="side-button"
      icon="spark"
      label={t('nav.understanding')}
      aria-expanded={isOpen}
      aria-controls="understanding"
      onClick={() => {
        if (isOpen) session.prefer({ side: false })
        else openSide(session)
      }}
    />
  )
}

/** The way back where the queue is not in sight, and how much waits there. */
function BackToQueue({ handoffId }: { handoffId: string }) {
  const { t, session, state, now } = useConsole()
  const others = state.queue ? waitingItems(state.queue, now).filter(({ id }) => id !== handoffId) : []
  const count = others.length
  return (
    <button
      type="button"
      class="button quiet only-narrow"
      aria-label={count > 0 ? t('nav.backToQueueWaiting', { count }) : t('nav.backToQueue')}
      onClick={() => session.navigate({ view: 'queue', handoffId: null })}
    >
      <Icon name="back" />
      {count > 0 && <span class="count some">{count}</span>}
    </button>
  )
}

/** Who it is, else its reference, which stays in one piece. */
function Title({ detail }: { detail: HandoffDetailView | null }) {
  const { t } = useConsole()
  if (!detail) return <>{t('nav.conversation')}</>
  const { contact, kind } = detail.handoff
  const reference = <span class="nowrap">{handoffReference(detail.handoff)}</span>
  if (kind === 'desk' && detail.channel !== 'web') {
    return (
      <>
        {t(`desk.title.${detail.channel}`, { name: '' })}
        {contact?.name ?? reference}
      </>
    )
  }
  if (contact)
    return (
      <>{t(kind === 'callback' ? 'conversation.withCallback' : 'conversation.withContact', { name: contact.name })}</>
    )
  return (
    <>
      {t('conversation.title', { reference: '' })}
      {reference}
    </>
  )
}

function Opened({ detail }: { detail: HandoffDetailView }) {
  const { state } = useConsole()
  const { handoff } = detail
  const masked = useMasked(detail)
  return (
    <MaskedContext.Provider value={masked}>
      {isHeldBy(handoff, state.session?.user.id) && <EndBar key={handoff.id} detail={detail} />}
      {handoff.contact && handoff.kind !== 'desk' && (
        <ContactDetails contact={handoff.contact} handoff={handoff} channel={detail.channel} />
      )}
      <Thread detail={detail}>
        <ViewersLine key={handoff.id} handoffId={handoff.id} />
        <TypingSign handoffId={handoff.id} />
      </Thread>
      <div class="foot">
        <ConversationFoot handoff={handoff} />
      </div>
    </MaskedContext.Provider>
  )
}

function Unopened({ problem, opening }: { problem: string | null; opening: boolean }) {
  const { t, session, state } = useConsole()
  if (problem) {
    return (
      <div class="blank">
        <p>{problem}</p>
        <Button label={t('tryAgain')} onClick={() => session.reconnect()} />
      </div>
    )
  }
  if (opening) return <p class="blank">{t('conversation.loading')}</p>
  return (
    <div class="blank">
      <FirstAlert />
      <Icon name="chat" />
      <p>
        <strong>{t('conversation.none')}</strong>
      </p>
      {state.preferences.firstSteps ? <FirstSteps /> : <p>{t('conversation.noneHint')}</p>}
    </div>
  )
}

/** What a new agent reads where a conversation will stand: four steps, until she has ended a conversation or wishes to read them no more. */
function FirstSteps() {
  const { t, session, state } = useConsole()
  if (!state.queue) return null
  const away = state.queue.presence === 'away'
  const hide = () => {
    session.focusOn('queue')
    session.prefer({ firstSteps: false })
  }
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <h3 id="first-steps">{t('first.title')}</h3>
      <ol>
        <li>
          {away ? (
            <Button
              look="main"
              label={t('queue.becomeAvailable')}
              disabled={state.settingAvailability}
              onClick={() => {
                // The button goes with what it does; the queue is what comes next.
                session.focusOn('queue')
                void session.setAvailability('available')
              }}
            />
          ) : (
            <>
              {t('first.available')} <Icon name="check" />
            </>
          )}
        </li>
        <li>{t('first.take')}</li>
        <li>{t('first.answer')}</li>
        <li>{t('first.end')}</li>
      </ol>
      <div class="actions">
        <a class="button quiet" href="#/practice">
          <Icon name="practice" /> {t('practice.open')}
        </a>
        <Button look="quiet" label={t('first.hide')} onClick={hide} />
      </div>
    </section>
  )
}

/** How to reach a citizen who left a message or wishes to be phoned, and when. */
function ContactDetails({ contact, handoff, channel }: { contact: Contact; handoff: Handoff; channel: Channel }) {
  const { t, language, now } = useConsole()
  const { subject, slot, missedCalls, closesAt } = handoff
  const { name, phone, email } = contact
  return (
    <section class="contact" aria-labelledby="contact-title">
      <h3 id="contact-title">{t('conversation.contact')}</h3>
      <p class="contact-name">{name}</p>
      <ul class="contact-ways">
        {phone && (
          <li>
            <Icon name="phone" /> <span class="visually-hidden">{t('conversation.phone')} </span>
            <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{spaced(phone)}</a>
          </li>
        )}
        {email && (
          <li>
            <Icon name="envelope" /> <span class="visually-hidden">{t('conversation.email')} </span>
            <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{email}</a>
          </li>
        )}
      </ul>
      {slot && (
        <p class="contact-slot">
          <Icon name="clock" /> <span class="visually-hidden">{t('conversation.slot')} </span>
          {slotInWords(slot, { t, language })} {isLate(handoff, now) && <strong>{t('queue.late')}</strong>}
        </p>
      )}
      <AppointmentsStrip handoff={handoff} />
      {closesAt && (
        <p>
          <Icon name="alert" /> <strong>{t('queue.closingHint', { day: dayInWords(closesAt, language, now) })}</strong>
        </p>
      )}
      {missedCalls && <p>{plural(t, language, 'queue.missed', missedCalls.length)}</p>}
      {subject && (
        <blockquote>
          <span class="visually-hidden">{t('conversation.subject')} </span>
          {subject}
        </blockquote>
      )}
      <MaskedValues handoffId={handoff.id} seq={null} />
      {channel === 'web' && <p class="contact-hint">{t('conversation.contactHint')}</p>}
    </section>
  )
}

/** A French number by pairs, as it is read aloud; another is left as it was written. */
function spaced(phone: string): string {
  const national = phone.replace(/[\s.-]/g, '').replace(/^\+33/, '0')
  return /^0\d{9}$/.test(national) ? national.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : phone
}
