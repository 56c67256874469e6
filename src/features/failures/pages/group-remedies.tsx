import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { MAX_NOTE_LENGTH } from '../../../platform/model/note.js'
import { Button } from '../../../ui/kit/button.js'
import { SelectField, TextField } from '../../../ui/kit/field.js'
import { percentOf } from '../../../ui/kit/turn-in-words.js'
import { factRoutes, type TitlesView } from '../../asking/facts-contract.js'
import { entriesWords } from '../../entries/pages/entry-states.js'
import { type FailureGroupDetailView, LIKELY, MOST_TITLE, SENTENCE_PLACES, type SentencePlace } from '../contract.js'
import { useFailurePage } from './group-members.js'
import type { Remedy } from './use-actions.js'

interface Props {
  id: string
  view: FailureGroupDetailView
  /** Questions that are chosen; none: the whole group. */
  chosen: number
  reason: Reason
  titleField: RefObject<HTMLInputElement | null>
  onAct: (remedy: Remedy) => void
}

/** Why a group is turned down, as it is typed. */
interface Reason {
  text: string
  /** Whether it is missing: the agent who remarked it is told why. */
  isMissing: boolean
  field: RefObject<HTMLInputElement | null>
  type: (typed: string) => void
}

const DECISIONS = [
  ['resolved', 'R'],
  ['out_of_scope', 'H'],
  ['wont_fix', 'X'],
] as const
const LEAST_TITLE = 3

/** What can be done about a group, each in one press: add to an entry, begin one, or settle it. */
export function GroupRemedies({ id, view, chosen, reason, titleField, onAct }: Props) {
  const { words } = useFailurePage()
  const { say, many } = words
  const { proposed, group } = view
  const [first] = proposed
  const isLikely = first !== undefined && (first.said || first.confidence >= LIKELY)
  const addTo = (entryId: string) => onAct({ action: 'add_questions', entryId })
  return (
    /* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read at every field */
    <div class="failure-remedies" role="group" aria-label={say('remedies', { question: group.question })}>
      {chosen > 0 && <p class="hint">{many('scopeSome', chosen)}</p>}
      <p>{say(proposed.length > 0 ? 'proposed' : 'proposedNone')}</p>
      <ProposedEntries proposed={proposed} isLikely={isLikely} onChoose={addTo} />
      <WrittenAnswers
        view={view}
        id={`${id}-written`}
        onBegin={(text) => onAct({ action: 'begin_entry', title: group.question.slice(0, MOST_TITLE), text })}
        onAdd={(sentence) => onAct({ action: 'add_sentence', ...sentence })}
      />
      <details class="failure-others" open={!isLikely}>
        <summary>{say('others')}</summary>
        <EntryChoice id={`${id}-entry`} onChoose={addTo} />
        <NewEntry
          id={`${id}-title`}
          titleField={titleField}
          onBegin={(title) => onAct({ action: 'begin_entry', title })}
        />
      </details>
      {group.kinds.remark !== undefined && <ReasonField id={`${id}-reason`} reason={reason} />}
      <Decisions isSettled={group.open < group.failures} onDecide={(state) => onAct({ action: 'decide', state })} />
    </div>
  )
}

interface ProposedEntriesProps {
  proposed: FailureGroupDetailView['proposed']
  /** Whether the first is likely the one. */
  isLikely: boolean
  onChoose: (entryId: string) => void
}

/** The entries that would answer, the likeliest first; each has the key of its place. */
function ProposedEntries({ proposed, isLikely, onChoose }: ProposedEntriesProps) {
  const { words, language, actions } = useFailurePage()
  const { say } = words
  return (
    <ol class="failure-proposed">
      {proposed.map(({ id, title, confidence, said }, at) => (
        <li key={id}>
          <button
            type="button"
            class={at === 0 && isLikely ? 'button main' : 'button'}
            aria-disabled={actions.isBusy}
            aria-keyshortcuts={`${at + 1}`}
            onClick={() => onChoose(id)}
          >
            {say('addTo', { title })} <kbd>{at + 1}</kbd>
          </button>
          <span class="hint">{said ? say('said') : say('likely', { percent: percentOf(confidence, language) })}</span>
        </li>
      ))}
    </ol>
  )
}

function ReasonField({ id, reason }: { id: string; reason: Reason }) {
  const { say } = useFailurePage().words
  return (
    <TextField
      id={id}
      label={say('reason')}
      value={reason.text}
      describedBy={`${id}-error`}
      isWrong={reason.isMissing}
      maxLength={MAX_NOTE_LENGTH}
      input={reason.field}
      onValue={reason.type}
    >
      <p id={`${id}-error`} class="field-error">
        {reason.isMissing && say('reasonMissing')}
      </p>
    </TextField>
  )
}

interface DecisionsProps {
  /** Whether some of it was decided already, and may be opened again. */
  isSettled: boolean
  onDecide: (state: Extract<Remedy, { action: 'decide' }>['state']) => void
}

/** The ways to settle a group without an entry. */
function Decisions({ isSettled, onDecide }: DecisionsProps) {
  const { words, actions } = useFailurePage()
  const { say } = words
  return (
    <div class="actions">
      <span>{say('orElse')}</span>
      {DECISIONS.map(([state, key]) => (
        <button
          key={state}
          type="button"
          class="button"
          aria-disabled={actions.isBusy}
          aria-keyshortcuts={key}
          onClick={() => onDecide(state)}
        >
          {say(`decide.${state}`)} <kbd>{key}</kbd>
        </button>
      ))}
      {isSettled && <Button label={say('decide.anomaly')} onClick={() => onDecide('anomaly')} />}
    </div>
  )
}

type Added = Omit<Extract<Remedy, { action: 'add_sentence' }>, 'action'>

interface WrittenProps {
  id: string
  view: FailureGroupDetailView
  onBegin: (text: string) => void
  onAdd: (added: Added) => void
}

/** What agents answered in their own words, each of which can begin an entry, or complete the likeliest one. */
function WrittenAnswers({ id, view, onBegin, onAdd }: WrittenProps) {
  const { words, actions } = useFailurePage()
  const { say, many } = words
  if (view.written.length === 0) return null
  return (
    <>
      <p>{say('written')}</p>
      <ul class="failure-written">
        {view.written.map(({ text, people, missing }, at) => (
          <li key={text}>
            <blockquote lang="fr">{text}</blockquote>
            <p class="hint">{many('writtenTo', people)}</p>
            {missing && <MissingSentence id={`${id}-${at}`} whole={text} missing={missing} onAdd={onAdd} />}
            <Button label={say('beginWritten')} isOff={actions.isBusy} onClick={() => onBegin(text)} />
          </li>
        ))}
      </ul>
      <p class="hint">{say('writtenHint')}</p>
    </>
  )
}

interface MissingProps {
  id: string
  /** What was answered, which is shown already. */
  whole: string
  missing: NonNullable<FailureGroupDetailView['written'][number]['missing']>
  onAdd: (added: Added) => void
}

/** What of an answer the likeliest entry does not say, and where it would stand there: its draft is then opened. */
function MissingSentence({ id, whole, missing: { entry, text }, onAdd }: MissingProps) {
  const { words, language, actions } = useFailurePage()
  const { say } = words
  const [place, setPlace] = useState<SentencePlace>('summary')
  const nameOf = (one: SentencePlace) =>
    one === 'summary' ? say('placeSummary') : entriesWords(language).say(`section.${one}`)
  return (
    <div class="failure-missing">
      <p>{say('missing', { title: entry.title })}</p>
      {text !== whole && <blockquote lang="fr">{text}</blockquote>}
      <div class="failure-line">
        <SelectField
          id={`${id}-place`}
          label={say('place')}
          value={place}
          onValue={(value) => setPlace(SENTENCE_PLACES.find((one) => one === value) ?? 'summary')}
          choices={SENTENCE_PLACES.map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        />
        <Button
          label={say('addSentence', { title: entry.title })}
          isOff={actions.isBusy}
          onClick={() => onAdd({ entryId: entry.id, text, place })}
        />
      </div>
    </div>
  )
}

interface NewEntryProps {
  id: string
  titleField: RefObject<HTMLInputElement | null>
  onBegin: (title: string) => void
}

function NewEntry({ id, titleField, onBegin }: NewEntryProps) {
  const { say } = useFailurePage().words
  const [title, setTitle] = useState('')
  const [isShort, setShort] = useState(false)
  return (
    <form
      class="failure-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const isEnough = title.trim().length >= LEAST_TITLE
        setShort(!isEnough)
        if (isEnough) onBegin(title.trim())
        else titleField.current?.focus()
      }}
    >
      <TextField
        id={id}
        label={say('newTitle')}
        value={title}
        describedBy={`${id}-error`}
        isWrong={isShort}
        input={titleField}
        maxLength={MOST_TITLE}
        lang="fr"
        autocomplete="off"
        onValue={(value) => {
          setTitle(value)
          setShort(false)
        }}
      >
        <p id={`${id}-error`} class="field-error">
          {isShort && say('newTitleShort')}
        </p>
      </TextField>
      <Button type="submit" label={say('begin')} />
    </form>
  )
}

/** Another entry by its title; the titles are read once the field is reached. */
function EntryChoice({ id, onChoose }: { id: string; onChoose: (entryId: string) => void }) {
  const { api, words, communeId } = useFailurePage()
  const { say } = words
  const [isReached, setReached] = useState(false)
  const [titles, setTitles] = useState<TitlesView['entries']>([])
  const [text, setText] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  useEffect(() => {
    if (!isReached) return
    api.ask(factRoutes.titles, { params: { id: communeId } }).then(
      ({ entries }) => setTitles(entries),
      () => {},
    )
  }, [api, communeId, isReached])
  return (
    <form
      class="failure-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const entry = titles.find(({ title }) => title === text.trim())
        setUnknown(!entry)
        if (entry) onChoose(entry.id)
      }}
    >
      <div class="field">
        <label for={id}>{say('other')}</label>
        <input
          id={id}
          type="text"
          list={`${id}-list`}
          lang="fr"
          value={text}
          autocomplete="off"
          aria-invalid={isUnknown}
          aria-describedby={`${id}-hint`}
          onFocus={() => setReached(true)}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setUnknown(false)
          }}
        />
        <datalist id={`${id}-list`}>
          {titles.map(({ id: entryId, title }) => (
            <option key={entryId} value={title} />
          ))}
        </datalist>
        <p id={`${id}-hint`} class={isUnknown ? 'field-error' : 'hint'}>
          {say(isUnknown ? 'otherUnknown' : 'otherHint')}
        </p>
      </div>
      <Button type="submit" label={say('add')} />
    </form>
  )
}
