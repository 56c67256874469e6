import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { plural } from '../../../../ui/kit/words.js'
import type { QueueItem } from '../../contract.js'
import { offeredToMe, secondsLeft } from './offers.js'
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
