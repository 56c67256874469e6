import { useState } from 'preact/hooks'
import type { Handoff } from '../../features/handoffs/handoff.js'
import { closingsOf } from '../../features/handoffs/pages/lifecycle/closings-of.js'
import { useOptionalNote } from '../../features/handoffs/pages/lifecycle/use-optional-note.js'
import type { Channel } from '../../platform/model/channel.js'
import { Icon } from '../kit/icon.js'
import { useFocusOnOpen } from '../kit/use-focus-on-open.js'
import { useConsole } from './console-context.js'

/** Ends a conversation, or notes what came of a call: one reason, one confirmation, in the place where one writes. */
export function ResolvePanel({ handoff }: { handoff: Handoff }) {
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
        <button type="submit" class="button main" disabled={state.pending !== null}>
          {busy ? t('resolve.ending') : t('resolve.confirm')}
        </button>
        <button type="button" class="button" onClick={() => session.setResolving(false)}>
          {t('cancel')}
        </button>
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
