import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import type { Handoff } from '../../handoff.js'
import { useTeam } from '../routing/team-context.js'
import { takeOver } from './life-acts.js'

/** A conversation in a colleague's hands: it can be read; an administrator may take it over, and everyone while that colleague is absent. */
export function HeldByColleague({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const name = handoff.agentName ?? t('author.agent')
  const { team } = useTeam()
  const isSupervisor = state.session?.user.roles.includes('admin')
  const isAbsent = team?.colleagues.some(({ id, state: now }) => id === handoff.agentId && now === 'away')
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.heldBy', { name })}</p>
        {(isSupervisor || isAbsent) && (
          <Button
            label={state.pending?.verb === 'take_over' ? t('lifecycle.takingOver') : t('lifecycle.takeOver')}
            disabled={state.pending !== null}
            onClick={() => void takeOver(session, handoff)}
          />
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
      <Button look="quiet" label={t('lifecycle.eraseDraft')} onClick={() => session.draft(handoffId, '')} />
    </div>
  )
}
