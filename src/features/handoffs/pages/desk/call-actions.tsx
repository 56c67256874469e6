import { useEffect, useRef, useState } from 'preact/hooks'
import type { Channel } from '../../../../platform/model/channel.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { type DeskChoicesView, deskRoutes } from '../../desk-contract.js'
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
      <Button label={t('desk.reached')} disabled={busy} onClick={() => void session.resolve(handoff.id, 'reached')} />
      <Button
        label={t('desk.notReached')}
        disabled={busy}
        onClick={() => void session.resolve(handoff.id, 'not_reached')}
      />
      {handoff.kind === 'callback' && <Button ref={opener} label={t('desk.later')} onClick={() => setLater(true)} />}
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
    const asked = { params: { id: handoffId }, body: { slot: { day, half } } }
    const done = await deskCall(session, () => session.api.ask(deskRoutes.reschedule, asked))
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
        {choices.slots.length > 0 && <Button type="submit" look="main" label={t('desk.putOff')} isOff={busy} />}
        <Button label={t('cancel')} onClick={onDone} />
      </div>
    </form>
  )
}

/** To whom and for when something may be left, read when it is asked for; `null` until then. */
export function useDeskChoices(session: AgentConsole): DeskChoicesView | null {
  const [choices, setChoices] = useState<DeskChoicesView | null>(null)
  useEffect(() => {
    let gone = false
    session.api.ask(deskRoutes.choices).then(
      (read) => !gone && setChoices(read),
      () => !gone && setChoices({ departments: [], colleagues: [], slots: [] }),
    )
    return () => {
      gone = true
    }
  }, [session])
  return choices
}
