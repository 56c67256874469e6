import { useId, useState } from 'preact/hooks'
import type { WrittenBranch, WrittenGuide } from '../../../../../platform/model/guide.js'
import { Button } from '../../../../../ui/kit/button.js'
import { useEntries } from '../../entry-states.js'
import { fieldId, useEditor } from '../editor-context.js'
import { RichField } from '../rich-field.js'
import { FieldNotes } from '../text-field.js'
import { changeBranch, raiseBranch, tickAnswer, withBranch, withoutBranch } from './edit-guide.js'
import type { EditGuide } from './guide-questions.js'
import { type Titles, useTitles } from './use-titles.js'

/** Where the answers lead: the first case that they fit. */
export function GuideBranches({ guide, edit }: { guide: WrittenGuide; edit: EditGuide }) {
  const { say } = useEntries().words
  const { view } = useEditor()
  const titles = useTitles()
  const { branches, otherwise } = guide
  const list = useId()
  return (
    <section aria-labelledby="guide-branches" class="guide-part">
      <h4 id="guide-branches" tabIndex={-1}>
        {say('guide.branches')}
      </h4>
      <p class="hint">{say('guide.branchesHint')}</p>
      <FieldNotes field="guide.branches" />
      <datalist id={list}>
        {titles.entries.map(({ id, title }) => (
          <option key={id} value={title} />
        ))}
      </datalist>
      <ol class="entry-items">
        {branches.map((branch, at) => (
          <li key={at} class="guide-item">
            <Branch at={at} branch={branch} guide={guide} edit={edit} list={list} titles={titles} />
          </li>
        ))}
      </ol>
      <div class="actions">
        <Button
          label={say('guide.addBranch')}
          onClick={() => {
            edit('branches', (before) => withBranch(before, view.id))
            requestAnimationFrame(() =>
              document.getElementById(fieldId(`guide.branches.${branches.length}.entryId`))?.focus(),
            )
          }}
        />
      </div>
      <fieldset class="guide-fieldset">
        <legend>{say('guide.otherwise')}</legend>
        <p class="hint">{say('guide.otherwiseHint')}</p>
        <End
          path="otherwise"
          end={otherwise}
          list={list}
          titles={titles}
          onEnd={(change) =>
            edit('otherwise', (before) => ({
              ...before,
              otherwise: withoutEmptyNote({ ...before.otherwise, ...change }),
            }))
          }
        />
      </fieldset>
    </section>
  )
}

interface BranchProps {
  at: number
  branch: WrittenBranch
  guide: WrittenGuide
  edit: EditGuide
  /** Id of the list of titles. */
  list: string
  titles: Titles
}

/** A case: the answers that it is for, and what they lead to. */
function Branch({ at, branch, guide, edit, list, titles }: BranchProps) {
  const { say } = useEntries().words
  const { tell } = useEditor()
  return (
    <fieldset class="guide-fieldset">
      <legend>{say('guide.branchAt', { number: at + 1 })}</legend>
      <FieldNotes field={`guide.branches.${at}`} />
      <When
        guide={guide}
        branch={branch}
        onWhen={(when) => edit(`branches.${at}.when`, (before) => changeBranch(before, at, { when }))}
      />
      <End
        path={`branches.${at}`}
        end={branch}
        list={list}
        titles={titles}
        onEnd={(change) => edit(`branches.${at}`, (before) => withEnd(before, at, change))}
      />
      <div class="actions">
        {at > 0 && (
          <Button
            look="quiet"
            label={say('guide.raise')}
            aria-label={say('guide.raiseOne', { number: at + 1 })}
            onClick={() => {
              edit('branches', (before) => raiseBranch(before, at))
              tell(say('guide.raised', { number: at }))
            }}
          />
        )}
        <Button
          look="quiet"
          label={say('guide.removeBranch', { number: at + 1 })}
          onClick={() => {
            edit('branches', (before) => withoutBranch(before, at))
            tell(say('guide.branchRemoved'))
            document.getElementById('guide-branches')?.focus()
          }}
        />
      </div>
    </fieldset>
  )
}

interface WhenProps {
  guide: WrittenGuide
  branch: WrittenBranch
  onWhen: (when: WrittenBranch['when']) => void
}

/** For each question, the answers that lead there; none ticked, every answer does. */
function When({ guide: { questions }, branch: { when }, onWhen }: WhenProps) {
  const { say } = useEntries().words
  return (
    <>
      {questions.map(({ slot, text, choices }, at) => (
        <fieldset key={slot} class="guide-when">
          <legend>{text || say('guide.questionAt', { number: at + 1 })}</legend>
          {choices.map(({ value, label }, choiceAt) => (
            <label key={value} class="check">
              <input
                type="checkbox"
                checked={when[slot]?.includes(value) ?? false}
                onChange={({ currentTarget: { checked } }) =>
                  onWhen(tickAnswer(when, { slot, value, isTicked: checked }))
                }
              />
              <span lang="fr">{label || say('guide.choice', { number: choiceAt + 1 })}</span>
            </label>
          ))}
          {!when[slot] && <p class="hint">{say('guide.anyAnswer')}</p>}
        </fieldset>
      ))}
    </>
  )
}

interface EndProps {
  /** Path in the guide. */
  path: string
  end: Pick<WrittenBranch, 'entryId' | 'note'>
  /** Id of the list of titles. */
  list: string
  titles: Titles
  onEnd: (change: Partial<Pick<WrittenBranch, 'entryId' | 'note'>>) => void
}

/** The entry to which a case leads, and a few words before it. */
function End({ path, end, list, titles, onEnd }: EndProps) {
  const { say } = useEntries().words
  const { faultOf } = useEditor()
  const field = `guide.${path}`
  const id = fieldId(`${field}.entryId`)
  /** What is typed and is no title yet. */
  const [typed, setTyped] = useState<string | null>(null)
  const isUnknown = typed !== null && typed.trim() !== ''
  return (
    <>
      <div class="field">
        <label for={id}>{say('guide.entry')}</label>
        <input
          id={id}
          type="text"
          lang="fr"
          list={list}
          autocomplete="off"
          value={typed ?? (titles.titleOf(end.entryId) || end.entryId)}
          aria-invalid={isUnknown || faultOf(`${field}.entryId`) !== ''}
          aria-describedby={`${id}-unknown ${id}-hint ${id}-error`}
          onInput={({ currentTarget: { value } }) => {
            const found = titles.entries.find(({ title }) => title === value.trim())
            setTyped(found ? null : value)
            if (found) onEnd({ entryId: found.id })
          }}
        />
        <p id={`${id}-unknown`} class="field-error">
          {isUnknown && say('guide.entryUnknown')}
        </p>
        <FieldNotes field={`${field}.entryId`} />
      </div>
      <RichField
        field={`${field}.note`}
        label={say('guide.note')}
        hint={say('guide.noteHint')}
        value={end.note ?? ''}
        maxLength={500}
        onValue={(note) => onEnd({ note })}
      />
    </>
  )
}

function withEnd(guide: WrittenGuide, at: number, change: Partial<WrittenBranch>): WrittenGuide {
  const branches = guide.branches.map((one, place) => (place === at ? withoutEmptyNote({ ...one, ...change }) : one))
  return { ...guide, branches }
}

/** A note that is not written is not there. */
function withoutEmptyNote<T extends { note?: string }>({ note, ...end }: T): T {
  return (note ? { ...end, note } : end) as T
}
