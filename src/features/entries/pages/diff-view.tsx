import { useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import type { FieldChange } from '../model/entry-diff.js'
import type { DiffPart } from '../model/text-diff.js'
import { useEntries } from './entry-states.js'
import { fieldInWords } from './field-in-words.js'

interface Props {
  changes: readonly FieldChange[]
  /** Names of both sides. */
  before: string
  after: string
}

/** What changed, field by field: in one text, or both side by side. Words that went and came are told by words too, never by a colour alone. */
export function DiffView({ changes, before, after }: Props) {
  const { words } = useEntries()
  const { say } = words
  const [isSplit, setSplit] = useState(false)
  if (changes.length === 0) return <p>{say('diff.none')}</p>
  return (
    <div class={isSplit ? 'entry-diff split' : 'entry-diff'}>
      <div class="actions">
        <Button label={say('diff.split')} aria-pressed={isSplit} onClick={() => setSplit(!isSplit)} />
        <p class="hint">{say('diff.legend', { before, after })}</p>
      </div>
      {changes.map((change) => (
        <section key={change.field} class="diff-field">
          <h4>{fieldInWords(change.field, words)}</h4>
          {change.kind === 'list' ? (
            <ListChange change={change} />
          ) : isSplit ? (
            <div class="diff-sides">
              <div>
                <p class="hint">{before}</p>
                <Parts parts={change.parts.filter(({ kind }) => kind !== 'added')} />
              </div>
              <div>
                <p class="hint">{after}</p>
                <Parts parts={change.parts.filter(({ kind }) => kind !== 'removed')} />
              </div>
            </div>
          ) : (
            <Parts parts={change.parts} />
          )}
        </section>
      ))}
    </div>
  )
}

function Parts({ parts }: { parts: readonly DiffPart[] }) {
  const { say } = useEntries().words
  return (
    <p class="diff-text" lang="fr">
      {parts.map(({ kind, text }, at) =>
        kind === 'same' ? (
          text
        ) : kind === 'added' ? (
          <ins key={at}>
            <Spoken text={say('diff.added')} />
            {text}
            <Spoken text={say('diff.end')} />
          </ins>
        ) : (
          <del key={at}>
            <Spoken text={say('diff.removed')} />
            {text}
            <Spoken text={say('diff.end')} />
          </del>
        ),
      )}
    </p>
  )
}

/** Many screen readers pass over what is inserted and deleted. */
function Spoken({ text }: { text: string }) {
  return <span class="visually-hidden"> {text} </span>
}

function ListChange({ change }: { change: Extract<FieldChange, { kind: 'list' }> }) {
  const { say, many } = useEntries().words
  return (
    <>
      {change.removed.length > 0 && (
        <>
          <p>{say('diff.gone')}</p>
          <ul lang="fr">
            {change.removed.map((item) => (
              <li key={item}>
                <del>{item}</del>
              </li>
            ))}
          </ul>
        </>
      )}
      {change.added.length > 0 && (
        <>
          <p>{say('diff.come')}</p>
          <ul lang="fr">
            {change.added.map((item) => (
              <li key={item}>
                <ins>{item}</ins>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="hint">{many('diff.kept', change.kept)}</p>
    </>
  )
}
