import { useEffect, useState } from 'preact/hooks'
import { MAX_NOTE_LENGTH } from '../../../../platform/model/note.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/console-words.js'
import { AreaField } from '../../../../ui/kit/field.js'
import type { IconName } from '../../../../ui/kit/icon.js'
import { panelNoteKey } from '../../../replies/pages/pick-options.js'
import type { ColleaguesView } from '../../lifecycle-contract.js'
import { communeAtHand } from '../queue/communes.js'
import { type Destination, passOn, readColleagues } from './life-acts.js'
import { Choices, Menu } from './menu.js'

/** Passes a conversation on in two presses: to a colleague, to a department, or back to the queue. */
export function PassMenu({ handoffId }: { handoffId: string }) {
  const { t } = useConsole()
  return (
    <Menu panel="transfer" icon="pass" label={t('lifecycle.transfer')} title={t('lifecycle.transferTitle')}>
      <Destinations handoffId={handoffId} />
    </Menu>
  )
}

/** Colleagues first, those who are there before the others, each with what happens then; a note goes with it, and is kept until the server has it. */
function Destinations({ handoffId }: { handoffId: string }) {
  const { t, language, session, state } = useConsole()
  const { colleagues: view, failed } = useColleagues()
  const key = panelNoteKey('transfer', handoffId)
  const note = state.drafts[key] ?? ''
  const pass = (to: Destination) => void passOn(session, handoffId, { to, note })
  return (
    <>
      <p class="hint">{t('lifecycle.transferIntro')}</p>
      {!view && <p role="status">{t(failed ? 'lifecycle.colleaguesFailed' : 'lifecycle.reading')}</p>}
      {(view || failed) && (
        <Choices>
          {view?.colleagues.map(({ id, displayName, available, departments: [department] }) => (
            <DestinationChoice
              key={id}
              icon="person"
              label={displayName}
              then={standing({ available, department }, t)}
              onChoose={() => pass({ agent: id })}
            />
          ))}
          {view?.departments.map(({ id, nom, available }) => (
            <DestinationChoice
              key={id}
              icon="desk"
              label={nom}
              then={available === 0 ? t('lifecycle.nobodyThere') : plural(t, language, 'bar.agents', available)}
              onChoose={() => pass({ department: id })}
            />
          ))}
          <DestinationChoice
            icon="back"
            label={t('conversation.release')}
            then={t('lifecycle.releaseHint')}
            onChoose={() => void session.release(handoffId)}
          />
        </Choices>
      )}
      <AreaField
        id="transfer-note"
        label={t('lifecycle.noteLabel')}
        hint={t('lifecycle.noteHint')}
        value={note}
        rows={1}
        maxLength={MAX_NOTE_LENGTH}
        spellcheck
        onValue={(text) => session.keepDraft(key, text)}
      />
    </>
  )
}

interface DestinationChoiceProps {
  icon: IconName
  label: string
  /** Who is there, or what happens then. */
  then: string
  onChoose: () => void
}

function DestinationChoice({ icon, label, then, onChoose }: DestinationChoiceProps) {
  const { state } = useConsole()
  return (
    <li>
      <Button look="quiet" icon={icon} label={label} disabled={state.pending !== null} onClick={onChoose}>
        <small>{then}</small>
      </Button>
    </li>
  )
}

function standing(
  { available, department }: { available: boolean; department: string | undefined },
  t: ReturnType<typeof useConsole>['t'],
): string {
  if (available) return t('lifecycle.there')
  return department ? t('lifecycle.awayDepartment', { department }) : t('lifecycle.away')
}

function useColleagues() {
  const { session, state } = useConsole()
  const communeId = communeAtHand(state)
  const [colleagues, setColleagues] = useState<ColleaguesView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    readColleagues(session, communeId).then(setColleagues, () => setFailed(true))
  }, [session, communeId])
  return { colleagues, failed }
}
