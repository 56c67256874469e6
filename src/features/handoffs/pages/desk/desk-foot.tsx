import { useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/console/console-context.js'
import { useFocusWish } from '../../../../ui/console/use-focus-wish.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { NoteBelow } from '../../../replies/pages/note-below.js'
import type { Handoff } from '../../handoff.js'
import { deskCall } from './desk-call.js'
import { DeskCandidates } from './desk-candidates.js'
import { type LeaveDraft, leaveKey, readLeaveDraft } from './leave-draft.js'
import { LeaveForm } from './leave-form.js'

/** Where an agent works for somebody at the counter or on the phone: what she asks, what answers it, and what is left for later. */
export function DeskFoot({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const [opened, setOpened] = useState(false)
  const draft = readLeaveDraft(state.drafts[leaveKey(handoff.id)])
  if (draft) return <LeaveForm handoff={handoff} draft={draft} focused={opened} />
  const leave = () => {
    setOpened(true)
    const asked = state.detail?.transcript.messages.findLast(({ author }) => author === 'citizen')?.payload
    const name = handoff.contact?.name ?? ''
    const text = asked?.type === 'text' ? asked.text : ''
    const begun: LeaveDraft = { way: 'message', name, phone: '', email: '', slot: '', to: '', text }
    session.keepDraft(leaveKey(handoff.id), JSON.stringify(begun))
  }
  return (
    <div class="desk-foot">
      <DeskCandidates handoff={handoff} />
      <QuestionForm handoff={handoff} />
      <div class="desk-more">
        <button type="button" class="button quiet desk-leave" onClick={leave}>
          <Icon name="envelope" /> {t('desk.leave')}
        </button>
        <NoteBelow handoff={handoff} />
      </div>
    </div>
  )
}

/** The words are kept as a draft, so that a glance at another conversation loses nothing. Enter searches. */
function QuestionForm({ handoff: { id } }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  useFocusWish('composer', field)
  const text = state.drafts[id] ?? ''
  const ask = async () => {
    const words = text.trim()
    if (words === '' || busy) return field.current?.focus()
    setBusy(true)
    const body = { clientId: crypto.randomUUID(), text: words }
    const done = await deskCall(session, () => session.api.call('POST', `/agent/handoffs/${id}/ask`, body))
    setBusy(false)
    if (done) session.draft(id, '')
    field.current?.focus()
  }
  return (
    <form
      class="desk-question"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <label for="desk-question">{t('desk.question')}</label>
      <div class="desk-line">
        <input
          ref={field}
          id="desk-question"
          type="text"
          autocomplete="off"
          spellcheck
          maxLength={2000}
          value={text}
          aria-describedby="desk-question-hint"
          onInput={(event) => session.draft(id, event.currentTarget.value)}
        />
        <button type="submit" class="button main" aria-disabled={busy}>
          <Icon name="search" /> {busy ? t('desk.searching') : t('desk.search')}
        </button>
      </div>
      <p id="desk-question-hint" class="hint">
        {t('desk.questionHint')}
      </p>
    </form>
  )
}
