import { useState } from 'preact/hooks'
import { CallError, type StaffApi } from '../../../ui/console/staff-api.js'
import { useLeaveGuard } from '../../../ui/kit/leave-guard.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { FicheView } from '../routes/national-contract.js'
import type { ImportsWords } from './imports-words.js'

const KEYS = ['place', 'hours', 'papers', 'cost'] as const

interface Props {
  api: StaffApi
  words: ImportsWords
  /** Of the calls about this fiche. */
  path: string
  view: FicheView
  onView: (view: FicheView) => void
}

/** What the commune says beside a fiche, apart from its text. */
export function NoteForm({ api, words, path, view, onView }: Props) {
  const { say } = words
  const { by, at, ...written } = view.note
  const isChanged = view.standing === 'changed' || view.standing === 'gone'
  const [texts, setTexts] = useState(written)
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState('')
  useLeaveGuard(
    KEYS.some((key) => texts[key] !== view.note[key]),
    say('noteLeave'),
  )
  const save = async (event: Event) => {
    event.preventDefault()
    setDone('')
    setProblem('')
    try {
      onView(await api.call<FicheView>('PUT', `${path}/note`, { ...texts, digest: view.digest }))
      setDone(say('noteSaved'))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('noteNotSaved'))
    }
  }
  return (
    <section class="sheet imports" aria-labelledby="note">
      <h2 id="note">{say('note')}</h2>
      <p class="hint">{say('noteHint', { variable: '{{accueil.telephone}}' })}</p>
      {by !== '' && (
        <p class="hint">{say('noteBy', { name: by, moment: momentInWords(at, words.language, new Date()) })}</p>
      )}
      {view.hasNote && isChanged && <p class="bad">{say('noteToReview')}</p>}
      <form onSubmit={(event) => void save(event)}>
        {KEYS.map((key) => (
          <div class="field" key={key}>
            <label for={`note-${key}`}>{say(`note.${key}`)}</label>
            <textarea
              id={`note-${key}`}
              lang="fr"
              rows={2}
              value={texts[key]}
              onInput={(event) => setTexts({ ...texts, [key]: event.currentTarget.value })}
            />
          </div>
        ))}
        <p role="status" class="good">
          {done}
        </p>
        <p role="alert" class="field-error">
          {problem}
        </p>
        <button type="submit" class="button">
          {say('saveNote')}
        </button>
      </form>
    </section>
  )
}
