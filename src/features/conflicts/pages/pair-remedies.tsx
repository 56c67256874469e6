import { hrefOf } from '../../../ui/kit/place.js'
import { Confirm } from '../../accounts/pages/admin/confirm.js'
import type { ConflictEntryView, ConflictView } from '../routes/conflict-contract.js'
import { useConflictPage } from './conflict-context.js'

interface Props {
  conflict: ConflictView
  onAct: () => void
}

/** What is done about two entries as a whole: told apart by their titles, or made one. */
export function PairRemedies({ conflict, onAct }: Props) {
  const { words, acts } = useConflictPage()
  const { say } = words
  const { entries, apart } = conflict
  const [a, b] = entries
  if (!a || !b) return null
  const merge = (kept: ConflictEntryView, archived: ConflictEntryView) => {
    const names = { kept: kept.title, archived: archived.title }
    return (
      <Confirm
        words={words}
        label={say('merge.keep', names)}
        question={say('merge.ask', names)}
        onYes={() => {
          onAct()
          void acts.act({ action: 'merge', kept: kept.id, archived: archived.id }, ({ added }) =>
            say(added > 0 ? 'done.merged' : 'done.mergedNothing', names),
          )
        }}
      />
    )
  }
  return (
    <>
      {apart && (
        <details>
          <summary>{say('apart')}</summary>
          <div class="conflict-remedy">
            <p>{say('apart.how')}</p>
            <p lang="fr">
              <q>{apart.question}</q>
            </p>
            <ul class="conflict-labels" lang="fr">
              {apart.labels.map((label, at) => (
                <li key={entries[at]?.id}>{label}</li>
              ))}
            </ul>
            <p class="hint">{say('apart.then')}</p>
            <div class="actions">
              {entries.map(({ id, title }) => (
                <a key={id} class="button" href={hrefOf('entries', [id], { field: 'title' })}>
                  {say('apart.title', { title })}
                </a>
              ))}
            </div>
          </div>
        </details>
      )}
      <details>
        <summary>{say('merge')}</summary>
        <div class="conflict-remedy">
          <p>{say('merge.how')}</p>
          <div class="actions">
            {merge(a, b)}
            {merge(b, a)}
          </div>
        </div>
      </details>
    </>
  )
}
