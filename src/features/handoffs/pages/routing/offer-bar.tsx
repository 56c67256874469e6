import { useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../../../platform/http/shapes.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/console-words.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { QueueItem, QueueView } from '../../contract.js'
import { nextToTake } from '../queue/queue-lists.js'
import { useTeam } from './team-context.js'
import { useHeld } from './use-held.js'

const TICK_MS = 1_000

/** What is offered to this agent, the seconds she has, and how to take it or let it go to a colleague. */
export function OfferBar() {
  const { state } = useConsole()
  const item = useHeld(offeredToMe(state.queue))
  return item?.offer ? <Offer key={`${item.id} ${item.offer.at}`} item={item} dueAt={item.offer.dueAt} /> : null
}

function Offer({ item, dueAt }: { item: QueueItem; dueAt: string }) {
  const { t, session, state } = useConsole()
  const subject = item.subject || item.lastText || t('queue.noWords')
  return (
    <section class={item.urgent ? 'banner offer urgent' : 'banner offer'} aria-label={t('routing.offer.title')}>
      <Icon name={item.urgent ? 'alert' : 'bell'} />
      <div class="offer-words">
        <p>
          <strong>{t(item.urgent ? 'routing.offer.urgent' : 'routing.offer.title')}</strong>
          {' · '}
          <Countdown dueAt={dueAt} />
        </p>
        <p class="offer-subject" lang={item.language} dir="auto">
          {subject}
        </p>
      </div>
      <div class="offer-verbs">
        <button
          type="button"
          class="button main"
          disabled={state.pending !== null}
          onClick={() => void session.claim(item.id)}
        >
          {t('routing.offer.take')} {state.preferences.shortcuts && <kbd>{t('routing.offer.takeKey')}</kbd>}
        </button>
        <Button
          label={t('routing.offer.pass')}
          disabled={state.pending !== null}
          onClick={() => void session.passOffer(item.id)}
        />
      </div>
    </section>
  )
}

/** Seconds change every second for the eye; who listens was told once that it is urgent. */
function Countdown({ dueAt }: { dueAt: string }) {
  const { t, language } = useConsole()
  const { aheadMs, team } = useTeam()
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  if (!team) return null
  const seconds = secondsLeft(dueAt, nowMs, aheadMs)
  return (
    <span class="countdown">
      {seconds === 0 ? t('routing.offer.over') : plural(t, language, 'routing.offer.seconds', seconds)}
    </span>
  )
}

/** What is offered to this agent, if anything. */
export function offeredToMe(queue: QueueView | null): QueueItem | undefined {
  return queue?.pending.find(({ offered }) => offered === 'me')
}

/** Whether a colleague is being asked first, so that this agent may not take it now; a supervisor may. */
export function isKept({ offered }: Pick<QueueItem, 'offered'>, session: SessionView | null): boolean {
  return offered === 'other' && !session?.user.roles.includes('admin')
}

/** What the shortcut takes: what is offered to the agent, else the open handoff if it waits, else the first that no colleague is offered. */
export function firstToTake(queue: QueueView, openId: string | null, now: Date): QueueItem | undefined {
  const open = queue.pending.find(({ id }) => id === openId)
  return offeredToMe(queue) ?? open ?? nextToTake(queue, now)
}

/** Whole seconds left until an instant of the server; 0 once it has passed. `aheadMs` is how far the server's clock is ahead of this one. */
export function secondsLeft(dueAt: string, nowMs: number, aheadMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(dueAt) - nowMs - aheadMs) / 1000))
}
