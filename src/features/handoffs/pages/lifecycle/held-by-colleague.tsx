import { useConsole } from '../../../../ui/console/console-context.js'
import type { Handoff } from '../../handoff.js'
import { KeptDraft } from './kept-draft.js'
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
