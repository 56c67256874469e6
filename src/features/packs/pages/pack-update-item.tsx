import type { StaffLanguage } from '../../../platform/model/language.js'
import type { FieldChange } from '../../entries/model/entry-diff.js'
import { exchangeWords, fieldInWords } from '../../imports/pages/exchange-words.js'
import type { PackEntryView } from '../routes/pack-contract.js'
import type { PackWords } from './pack-words.js'

interface Props {
  words: PackWords
  language: StaffLanguage
  update: PackEntryView
  choice: 'merged' | 'theirs' | null
  onChoose: (choice: 'merged' | 'theirs' | null) => void
}

/** Whether there is something of an entry to take. */
export function isTakeable({ state, changes, conflicts }: PackEntryView): boolean {
  return state !== 'busy' && (changes.length > 0 || conflicts.length > 0)
}

/** Whether a choice writes a draft: where both changed the same fields and nothing else, keeping one's own text changes nothing. */
export function writesDraft({ changes }: PackEntryView, choice: Props['choice']): boolean {
  return choice === 'theirs' || (choice === 'merged' && changes.length > 0)
}

/** What a pack proposes of one entry: whether to take it, what it changes, and whose text where both changed. */
export function PackUpdate({ words, language, update, choice, onChoose }: Props) {
  const { say } = words
  const { entryId, title, state, changes, conflicts } = update
  const fields = exchangeWords(language)
  return (
    <li>
      {isTakeable(update) ? (
        <label class="check">
          <input
            type="checkbox"
            checked={choice !== null}
            onChange={(event) => onChoose(event.currentTarget.checked ? 'merged' : null)}
          />
          {say('updates.take', { title })}
        </label>
      ) : (
        <strong>{title}</strong>
      )}{' '}
      <span class="hint">{say(`state.${state}`)}</span>
      {(state === 'busy' || state === 'withdrawn' || state === 'ours') && <p class="hint">{say(`${state}.hint`)}</p>}
      {conflicts.length > 0 && choice !== null && (
        <fieldset class="exchange-choice">
          <legend>{say('choice', { title })}</legend>
          <p>{say('conflicts', { fields: conflicts.map((field) => fieldInWords(fields, field)).join(', ') })}</p>
          {(['merged', 'theirs'] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name={`choice-${entryId}`} checked={choice === one} onChange={() => onChoose(one)} />
              {say(`choice.${one}`)}
            </label>
          ))}
        </fieldset>
      )}
      {changes.length > 0 && state !== 'new' && (
        <details class="pack-diff">
          <summary>{say('diff')}</summary>
          {changes.map((change) => (
            <div key={change.field}>
              <strong>{fieldInWords(fields, change.field)}</strong>
              <Difference words={words} change={change} />
            </div>
          ))}
        </details>
      )}
    </li>
  )
}

/** What changed of a field; added and removed are said, not only shown. */
function Difference({ words: { say }, change }: { words: PackWords; change: FieldChange }) {
  if (change.kind === 'list')
    return (
      <ul>
        {change.added.map((item) => (
          <li key={`+${item}`}>
            <ins>
              {say('diff.added')} {item}
            </ins>
          </li>
        ))}
        {change.removed.map((item) => (
          <li key={`-${item}`}>
            <del>
              {say('diff.removed')} {item}
            </del>
          </li>
        ))}
      </ul>
    )
  return (
    <p>
      {change.parts.map(({ kind, text }, index) => {
        const key = `${index} ${kind}`
        if (kind === 'same') return <span key={key}>{text}</span>
        return kind === 'added' ? <ins key={key}>{text}</ins> : <del key={key}>{text}</del>
      })}
    </p>
  )
}
