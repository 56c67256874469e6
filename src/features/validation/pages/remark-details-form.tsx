import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { CallError } from '../../../ui/console/staff-api.js'
import type { RemarkView } from '../../entries/routes/trust-contract.js'
import { MAX_NOTE_LENGTH } from '../../handoffs/remark.js'
import { EntryField } from './entry-field.js'

/** What an agent adds to a remark that she has made: the entry, if she knows it, and a note. */
export function RemarkDetailsForm({ remark, onSaved }: { remark: RemarkView; onSaved: (remark: RemarkView) => void }) {
  const { t, session } = useConsole()
  const { id, kind, candidates, rightEntryId, titles } = remark
  const [entryId, setEntryId] = useState<string | null | undefined>(rightEntryId)
  const [note, setNote] = useState(remark.note)
  const [problem, setProblem] = useState('')
  const titled = candidates.find((one) => one.entryId === rightEntryId)?.title ?? titles[rightEntryId ?? ''] ?? ''
  const save = async () => {
    if (entryId === undefined) return
    try {
      onSaved(await session.api.call<RemarkView>('PUT', `/agent/remarks/${id}`, { rightEntryId: entryId, note }))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('trust.remarkFailed'))
    }
  }
  return (
    <form
      class="remark-details"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <EntryField
        id={`entry-${id}`}
        label={t(kind === 'wrong_answer' ? 'trust.rightEntry' : 'trust.entryFor')}
        initial={titled}
        candidates={candidates}
        onChange={setEntryId}
      />
      <div class="field">
        <label for={`note-${id}`}>{t('trust.note')}</label>
        <textarea
          id={`note-${id}`}
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          value={note}
          spellcheck
          aria-describedby={`note-hint-${id}`}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <p id={`note-hint-${id}`} class="hint">
          {t('trust.noteHint')}
        </p>
      </div>
      <p role="status" class="field-error">
        {problem}
      </p>
      <button type="submit" class="button">
        {t('trust.save')}
      </button>
    </form>
  )
}
