import { useEffect, useRef, useState } from 'preact/hooks'
import type { Handoff } from '../../features/handoffs/handoff.js'
import { DeskFoot } from '../../features/handoffs/pages/desk/desk-foot.js'
import { OfflineFoot } from '../../features/handoffs/pages/desk/offline-foot.js'
import { closingsOf } from '../../features/handoffs/pages/lifecycle/closings-of.js'
import { HeldByColleague, KeptDraft } from '../../features/handoffs/pages/lifecycle/held-by-colleague.js'
import { ReopenButton } from '../../features/handoffs/pages/lifecycle/reopen-button.js'
import { SnoozePanel, useOptionalNote } from '../../features/handoffs/pages/lifecycle/snooze-panel.js'
import { TransferPanel } from '../../features/handoffs/pages/lifecycle/transfer-panel.js'
import { findItem } from '../../features/handoffs/pages/queue/queue-sections.js'
import { isKept } from '../../features/handoffs/pages/routing/offers.js'
import { Composer } from '../../features/replies/pages/composer.js'
import { NoteBelow } from '../../features/replies/pages/note-below.js'
import type { Channel } from '../../platform/model/channel.js'
import { Button } from '../kit/button.js'
import { useConsole } from '../kit/console-context.js'
import { useFocusOnOpen } from '../kit/focus.js'
import { Icon } from '../kit/icon.js'
import { momentInWords } from '../kit/moment-in-words.js'

/** What the agent can do with the open handoff, by where it stands. */
export function ConversationFoot({ handoff }: { handoff: Handoff }) {
  const { state } = useConsole()
  useRescueFromEnd(handoff)
  if (handoff.status === 'pending') return <Waiting handoff={handoff} />
  if (handoff.status !== 'assigned') return <Ended handoff={handoff} />
  if (handoff.agentId !== state.session?.user.id) {
    return (
      <>
        <HeldByColleague handoff={handoff} />
        <NoteBelow key={handoff.id} handoff={handoff} />
      </>
    )
  }
  if (state.panel === 'resolve') return <ResolvePanel key={handoff.id} handoff={handoff} />
  if (state.panel === 'transfer') return <TransferPanel key={handoff.id} handoffId={handoff.id} />
  if (state.panel === 'snooze') return <SnoozePanel key={handoff.id} handoffId={handoff.id} />
  if (handoff.kind === 'desk') return <DeskFoot key={handoff.id} handoff={handoff} />
  if (state.detail?.channel !== 'web') return <OfflineFoot key={handoff.id} handoff={handoff} />
  return <Composer key={handoff.id} handoff={handoff} />
}

/** When what the agent was writing in goes from under her hands, the focus goes to the conversation's title rather than nowhere. */
function useRescueFromEnd({ id, status, agentId }: Handoff): void {
  const { session, state } = useConsole()
  const isMine = status === 'assigned' && agentId === state.session?.user.id
  const before = useRef({ id, isMine })
  useEffect(() => {
    const wasMine = before.current.id === id && before.current.isMine
    before.current = { id, isMine }
    if (wasMine && !isMine && document.activeElement === document.body) session.focusOn('thread')
  }, [id, isMine, session])
}

const WAITING = {
  live: 'conversation.pendingLive',
  message: 'conversation.pendingMessage',
  callback: 'conversation.pendingCallback',
  desk: 'desk.pending',
} as const

const TAKE = {
  live: 'conversation.take',
  message: 'conversation.takeMessage',
  callback: 'conversation.takeCallback',
  desk: 'conversation.take',
} as const

function Waiting({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const taking = state.pending?.handoffId === handoff.id
  const item = findItem(state.queue, handoff.id)
  const offered = item?.offered === 'other' ? item.offer?.agentName : undefined
  return (
    <div class="foot-note take">
      <div>
        <p>
          <strong>{t(WAITING[handoff.kind])}</strong>
        </p>
        <p class="hint">{offered ? t('routing.offer.toHint', { name: offered }) : t('conversation.pendingHint')}</p>
      </div>
      <Button
        look="main"
        label={taking ? t('queue.taking') : t(TAKE[handoff.kind])}
        disabled={state.pending !== null || (item !== undefined && isKept(item, state.session))}
        onClick={() => void session.claim(handoff.id)}
      />
    </div>
  )
}

function Ended({ handoff }: { handoff: Handoff }) {
  const { t, language, now } = useConsole()
  const moment = handoff.endedAt ? momentInWords(handoff.endedAt, language, now) : ''
  const reason = handoff.closeReason?.nom ?? (handoff.resolution && t(`resolution.${handoff.resolution}`))
  const resolution = reason ? `${reason}.` : ''
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.endedAs', { status: t(`status.${handoff.status}`), moment, resolution })}</p>
        <ReopenButton handoffId={handoff.id} />
      </div>
      <KeptDraft handoffId={handoff.id} />
      <NoteBelow key={handoff.id} handoff={handoff} />
    </>
  )
}

/** Ends a conversation, or notes what came of a call: one reason, one confirmation, in the place where one writes. */
function ResolvePanel({ handoff }: { handoff: Handoff }) {
  const handoffId = handoff.id
  const live = handoff.kind === 'live' || handoff.kind === 'desk'
  const { t, session, state } = useConsole()
  const select = useFocusOnOpen<HTMLSelectElement>()
  const [reason, setReason] = useState('')
  const { note, field, button } = useOptionalNote('resolve', handoffId)
  const [missing, setMissing] = useState(false)
  const busy = state.pending?.verb === 'resolve'
  const submit = (event: Event) => {
    event.preventDefault()
    setMissing(reason === '')
    if (reason === '') select.current?.focus()
    else void session.resolve(handoffId, reason, note)
  }
  return (
    <form
      class="resolve"
      aria-labelledby="resolve-title"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') session.setResolving(false)
      }}
    >
      <h3 id="resolve-title">{t(live ? 'resolve.title' : 'resolve.titleRequest')}</h3>
      <p class="hint">{t(introOf(handoff.kind, state.detail?.channel))}</p>
      {state.drafts[handoffId] !== undefined && (
        <p class="field-error">
          <Icon name="alert" /> {t('resolve.draftLost')}
        </p>
      )}
      <div class="field">
        <label for="resolution">{t('resolve.reason')}</label>
        <select
          ref={select}
          id="resolution"
          value={reason}
          required
          aria-invalid={missing}
          aria-describedby={missing ? 'resolution-error' : undefined}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
        >
          <option value="">{t('resolve.choose')}</option>
          {closingsOf(handoff, state.detail?.lifecycle.closeReasons ?? [], t).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        {missing && (
          <p id="resolution-error" class="field-error">
            <Icon name="alert" /> {t('resolve.missing')}
          </p>
        )}
      </div>
      {field}
      <div class="actions">
        <Button
          type="submit"
          look="main"
          label={busy ? t('resolve.ending') : t('resolve.confirm')}
          disabled={state.pending !== null}
        />
        <Button label={t('cancel')} onClick={() => session.setResolving(false)} />
        {button}
      </div>
    </form>
  )
}

function introOf(kind: Handoff['kind'], channel: Channel | undefined) {
  if (kind === 'desk') return 'desk.resolveIntro'
  if (kind === 'live') return 'resolve.intro'
  return channel === 'web' ? 'resolve.introRequest' : 'desk.resolveOffline'
}
