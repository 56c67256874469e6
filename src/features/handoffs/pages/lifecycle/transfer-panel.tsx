import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { plural } from '../../../../ui/kit/words.js'
import { panelNoteKey } from '../../../replies/pages/draft-keys.js'
import type { ColleaguesView } from '../../lifecycle-contract.js'
import { type Destination, passOn, readColleagues } from './life-acts.js'
import { NoteField } from './note-field.js'
import { Panel } from './panel.js'

/** Passes a conversation to a colleague or to a department, with a note, which is kept until the server has it. */
export function TransferPanel({ handoffId }: { handoffId: string }) {
  const { t, session, state } = useConsole()
  const select = useFocusOnOpen<HTMLSelectElement>()
  const { colleagues, failed } = useColleagues()
  const [chosen, setChosen] = useState('')
  const key = panelNoteKey('transfer', handoffId)
  const note = state.drafts[key] ?? ''
  const [missing, setMissing] = useState(false)
  const submit = () => {
    const to = destinationOf(chosen)
    setMissing(to === null)
    if (to === null) select.current?.focus()
    else void passOn(session, handoffId, { to, note })
  }
  const error = failed ? t('lifecycle.colleaguesFailed') : missing ? t('lifecycle.toMissing') : null
  return (
    <Panel
      id="transfer"
      title={t('lifecycle.transferTitle')}
      intro={t('lifecycle.transferIntro')}
      confirm={t('lifecycle.transferConfirm')}
      busy={state.pending?.verb === 'transfer'}
      onSubmit={submit}
    >
      <div class="field">
        <label for="transfer-to">{t('lifecycle.to')}</label>
        <select
          ref={select}
          id="transfer-to"
          value={chosen}
          required
          aria-invalid={missing}
          aria-describedby={error ? 'transfer-error' : undefined}
          onChange={(event) => {
            setChosen(event.currentTarget.value)
            setMissing(false)
          }}
        >
          <option value="">{colleagues || failed ? t('resolve.choose') : t('lifecycle.reading')}</option>
          {colleagues && <Choices view={colleagues} />}
        </select>
        {error && (
          <p id="transfer-error" class="field-error">
            <Icon name="alert" /> {error}
          </p>
        )}
      </div>
      <NoteField id="transfer-note" value={note} onChange={(text) => session.keepDraft(key, text)} />
    </Panel>
  )
}

/** Colleagues first, those who are there before the others, each with what happens then. */
function Choices({ view: { colleagues, departments } }: { view: ColleaguesView }) {
  const { t, language } = useConsole()
  return (
    <>
      {colleagues.length > 0 && (
        <optgroup label={t('lifecycle.colleagues')}>
          {colleagues.map(({ id, displayName, available, departments: [department] }) => (
            <option key={id} value={`agent:${id}`}>
              {available
                ? t('lifecycle.colleagueThere', { name: displayName })
                : department
                  ? t('lifecycle.colleagueAwayDepartment', { name: displayName, department })
                  : t('lifecycle.colleagueAway', { name: displayName })}
            </option>
          ))}
        </optgroup>
      )}
      {departments.length > 0 && (
        <optgroup label={t('lifecycle.departments')}>
          {departments.map(({ id, nom, available }) => (
            <option key={id} value={`department:${id}`}>
              {`${nom} – ${available === 0 ? t('lifecycle.nobodyThere') : plural(t, language, 'bar.agents', available)}`}
            </option>
          ))}
        </optgroup>
      )}
    </>
  )
}

function destinationOf(chosen: string): Destination | null {
  const [kind, id] = chosen.split(':')
  if (!id) return null
  return kind === 'agent' ? { agent: id } : { department: id }
}

function useColleagues() {
  const { session } = useConsole()
  const [colleagues, setColleagues] = useState<ColleaguesView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    readColleagues(session).then(setColleagues, () => setFailed(true))
  }, [session])
  return { colleagues, failed }
}
