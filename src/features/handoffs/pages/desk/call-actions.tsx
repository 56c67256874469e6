import { useEffect, useRef, useState } from 'preact/hooks'
import type { DeskChoicesView } from '../../../../platform/http/contract.js'
import type { Channel } from '../../../../platform/model/channel.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import type { BookedSlot, Handoff } from '../../handoff.js'
import { deskCall } from './new-desk.js'
import { SlotField, slotValue } from './slot-field.js'

interface CallActionsProps {
  handoff: Pick<Handoff, 'id' | 'kind' | 'contact'>
  channel: Channel
}

/** What came of a call: reached, not reached, or, of a call-back, another half-day; one press each. */
export function CallActions({ handoff, channel }: CallActionsProps) {
  const { t, session, state } = useConsole()
  const [later, setLater] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const wasLater = useRef(false)
  useEffect(() => {
    if (wasLater.current && !later) opener.current?.focus()
    wasLater.current = later
  }, [later])
  const who = handoff.contact?.name ?? ''
  const busy = state.pending !== null
  if (later) return <Later handoffId={handoff.id} channel={channel} onDone={() => setLater(false)} />
  return (
    <fieldset class="call-actions">
      <legend class="visually-hidden">{t('desk.callOf', { name: who })}</legend>
      <button type="button" class="button" disabled={busy} onClick={() => void session.resolve(handoff.id, 'reached')}>
        {t('desk.reached')}
      </button>
      <button
        type="button"
        class="button"
        disabled={busy}
        onClick={() => void session.resolve(handoff.id, 'not_reached')}
      >
        {t('desk.notReached')}
      </button>
      {handoff.kind === 'callback' && (
        <button type="button" class="button" ref={opener} onClick={() => setLater(true)}>
          {t('desk.later')}
        </button>
      )}
    </fieldset>
  )
}

function Later({ handoffId, channel, onDone }: { handoffId: string; channel: Channel; onDone: () => void }) {
  const { t, session } = useConsole()
  const choices = useDeskChoices(session)
  const [slot, setSlot] = useState<BookedSlot>()
  const [isTried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (choices) form.current?.querySelector<HTMLElement>('select, .actions button:last-child')?.focus()
  }, [choices])
  if (!choices) return <p class="hint">{t('loading')}</p>
  const putOff = async () => {
    if (busy) return
    setTried(true)
    if (!slot) return form.current?.querySelector('select')?.focus()
    setBusy(true)
    const { day, half } = slot
    const path = `/agent/handoffs/${handoffId}/reschedule`
    const done = await deskCall(session, () => session.api.call<Handoff>('POST', path, { slot: { day, half } }))
    setBusy(false)
    if (!done) return
    session.notice('done', t(channel === 'web' ? 'desk.rescheduled' : 'desk.rescheduledOffline'))
    onDone()
  }
  return (
    <form
      ref={form}
      class="later"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void putOff()
      }}
    >
      {choices.slots.length === 0 ? (
        <p class="hint">{t('desk.noSlots')}</p>
      ) : (
        <SlotField
          id={`later-${handoffId}`}
          slots={choices.slots}
          value={slot ? slotValue(slot) : ''}
          error={isTried && !slot ? t('desk.slotMissing') : undefined}
          onChange={setSlot}
        />
      )}
      <div class="actions">
        {choices.slots.length > 0 && (
          <button type="submit" class="button main" aria-disabled={busy}>
            {t('desk.putOff')}
          </button>
        )}
        <button type="button" class="button" onClick={onDone}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** To whom and for when something may be left, read when it is asked for; `null` until then. */
export function useDeskChoices(session: AgentConsole): DeskChoicesView | null {
  const [choices, setChoices] = useState<DeskChoicesView | null>(null)
  useEffect(() => {
    let gone = false
    session.api.call<DeskChoicesView>('GET', '/agent/desk').then(
      (read) => !gone && setChoices(read),
      () => !gone && setChoices({ departments: [], colleagues: [], slots: [] }),
    )
    return () => {
      gone = true
    }
  }, [session])
  return choices
}
