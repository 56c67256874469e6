import { useConsole } from '../../../../ui/kit/console-context.js'
import type { Handoff } from '../../handoff.js'
import { takeOver } from './life-acts.js'

/** A conversation in a colleague's hands: it can be read; an administrator may take it over. */
export function HeldByColleague({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const name = handoff.agentName ?? t('author.agent')
  const isSupervisor = state.session?.user.roles.includes('admin')
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.heldBy', { name })}</p>
        {isSupervisor && (
          <button
            type="button"
            class="button"
            disabled={state.pending !== null}
            onClick={() => void takeOver(session, handoff)}
          >
            {state.pending?.verb === 'take_over' ? t('lifecycle.takingOver') : t('lifecycle.takeOver')}
          </button>
        )}
      </div>
      <KeptDraft handoffId={handoff.id} />
    </>
  )
}

/** Words that an agent had begun when somebody else took the conversation, or when it ended: hers to read, to copy and to erase; they cannot be sent. */
export function KeptDraft({ handoffId }: { handoffId: string }) {
  const { t, session, state } = useConsole()
  const draft = state.drafts[handoffId]
  if (draft === undefined) return null
  return (
    <div class="kept-draft">
      <label for="kept-draft">{t('lifecycle.keptDraft')}</label>
      <textarea id="kept-draft" rows={2} readOnly value={draft} />
      <button type="button" class="button quiet" onClick={() => session.draft(handoffId, '')}>
        {t('lifecycle.eraseDraft')}
      </button>
    </div>
  )
}
