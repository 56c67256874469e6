import { useConsole } from '../../../../ui/console/console-context.js'

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
