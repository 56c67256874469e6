import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import type { ContentFault, EntryView } from '../../contract.js'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryContent } from '../../model/entry-record.js'
import { DiffView } from '../diff-view.js'
import { type EntriesKey, EntryStates, useEntries } from '../entry-states.js'
import { fieldInWords } from '../field-in-words.js'
import { EntryActs } from '../life/entry-acts.js'
import { ScheduledNote, SubmissionNote } from '../life/submission-note.js'
import { entryHref, listHref } from '../reading-problem.js'
import { ConflictHeading, DraftChanges, type Prepared } from './draft-changes.js'
import type { DraftSaver, SaveState } from './draft-saver.js'
import { EditorContext, faultsOf, fieldId, type PreviewChoice } from './editor-context.js'
import { EntryFields } from './entry-fields.js'
import type { Opening } from './opening.js'
import { PreviewPane, usePreview } from './preview-pane.js'
import { useEditing } from './use-editing.js'
import { VariableDialog } from './variable-dialog.js'

interface Props {
  view: EntryView
  opening: Opening
  /** Path of the field on which it opens, if somebody came for it. */
  shown: string | null
  /** Why the draft was prepared, for whoever is led to it by that. */
  prepared: Prepared | null
  onActed: (view: EntryView) => void
}

/** An entry being written, with the card of the citizen beside it, or in its place on a narrow screen. */
export function EditorPage({ view, opening, shown, prepared, onActed }: Props) {
  const { words } = useEntries()
  const { say } = words
  const editing = useEditing(view.id, opening)
  const { content, state, saver } = editing
  const [chosen, setShown] = useState<PreviewChoice>('answer')
  const seen = isShowable(content, chosen) ? chosen : 'answer'
  const language = seen === 'answer' || seen === 'guide' ? 'fr' : seen
  const { preview, failed, read: readPreview } = usePreview(view.id, content, language)
  // Somebody who begins an entry is not told at once all that it lacks.
  const [isTold, setTold] = useState(view.served !== null)
  const [isPreview, setPreview] = useState(false)
  const [told, setSaid] = useState('')
  const [insert, setInsert] = useState<((words: string) => void) | null>(null)
  const faults = preview?.faults ?? view.faults
  const summary = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (told === '') return
    const timer = setTimeout(() => setSaid(''), 6_000)
    return () => clearTimeout(timer)
  }, [told])
  const isChanged = state.kind !== 'untouched'
  const goPublish = async () => {
    const found = await checkToPublish({
      flush: () => saver.flush(),
      latest: editing.latest,
      faultsOf: async (content) => (await readPreview(content))?.faults ?? null,
    })
    if (found === null) return
    if (found.length > 0) {
      setTold(true)
      setPreview(false)
      const [first] = found
      requestAnimationFrame(() => (first && show(first.field)) || summary.current?.focus())
      return
    }
    location.hash = entryHref(view.id, 'publish', { draft: String(saver.seen) })
  }
  const show = (field: string) => {
    const element = document.getElementById(fieldId(field))
    for (let around = element?.closest('details'); around; around = around.parentElement?.closest('details'))
      around.open = true
    element?.focus()
    return element !== null
  }
  useEffect(() => {
    if (shown !== null) show(shown)
  }, [shown])
  const states = isChanged && !view.states.includes('draft') ? (['draft', ...view.states] as const) : view.states
  return (
    <EditorContext.Provider
      value={{
        view,
        content,
        preview,
        change: editing.change,
        shownFaults: isTold ? faults : [],
        faultOf: (field) => (isTold ? faultsOf(faults, field) : ''),
        chooseVariable: (next) => setInsert(() => next),
        shown: seen,
        show: setShown,
        tell: setSaid,
      }}
    >
      <section
        class={isPreview ? 'entry-editor previewing' : 'entry-editor'}
        aria-labelledby="entry-title"
        onKeyDown={(event) => undoByKeys(event, editing)}
      >
        <p>
          <a href={listHref()}>{say('backToList')}</a>
        </p>
        <div class="entries-head">
          <PartHeading id="entry-title" lang="fr" title={content.title || say('untitled')} />
          <EntryStates states={states} />
        </div>
        <div class="entry-bar">
          <SaveLine state={state} />
          <div class="actions">
            <Button label={say('undo')} isOff={!editing.canUndo} onClick={editing.undo} />
            <Button label={say('redo')} isOff={!editing.canRedo} onClick={editing.redo} />
            <Button
              class="preview-switch"
              label={say('preview.switch')}
              aria-pressed={isPreview}
              onClick={() => setPreview(!isPreview)}
            />
            <Button
              look="main"
              label={say(view.reviewerRequired ? 'toReview' : 'toPublish')}
              isOff={!isChanged || state.kind === 'conflict'}
              onClick={() => isChanged && state.kind !== 'conflict' && void goPublish()}
            />
          </div>
        </div>
        <p role="status" class={told ? 'entry-told' : 'visually-hidden'}>
          {told}
        </p>
        {opening.isRecovered && state.kind !== 'conflict' && <p class="reason">{say('recovered')}</p>}
        {view.draftOutdated && state.kind !== 'conflict' && (
          <Outdated view={view} onKeep={() => editing.keepMine(view)} />
        )}
        {state.kind === 'unsaved' && <UnsavedPanel state={state} saver={saver} />}
        {state.kind === 'conflict' && (
          <ConflictPanel
            mine={content}
            theirs={state.theirs}
            onKeepMine={() => {
              editing.keepMine(state.theirs)
              setSaid(say('conflict.keptMine'))
            }}
            onTakeTheirs={() => {
              editing.takeTheirs(state.theirs)
              setSaid(say('conflict.tookTheirs'))
            }}
          />
        )}
        <SubmissionNote view={view} />
        {prepared && <DraftChanges prepared={prepared} onShow={show} />}
        <ScheduledNote id={view.id} />
        {isTold && faults.length > 0 && (
          <Sheet
            id="entry-faults"
            title={words.many('faults', faults.length)}
            heading={summary}
            class="entry-faults"
            level={3}
          >
            <ul>
              {faults.map(({ field, message }) => (
                <li key={`${field} ${message}`}>
                  <Button
                    look="quiet"
                    label={say('faults.one', { field: fieldInWords(field, words), message })}
                    onClick={() => show(field)}
                  />
                </li>
              ))}
            </ul>
          </Sheet>
        )}
        <div class="entry-columns">
          <div class="entry-form">
            <EntryFields shown={shown} />
          </div>
          <PreviewPane preview={preview} failed={failed} />
        </div>
        <EntryActs
          view={view}
          draftVersion={saver.seen}
          {...(isChanged && state.kind !== 'conflict' ? { content } : {})}
          beforeAct={() => saver.flush()}
          onActed={(next) => {
            saver.adopt(next)
            onActed(next)
          }}
        />
        <VariableDialog
          variables={view.variables}
          isOpen={insert !== null}
          onChoose={(name) => {
            const put = insert
            setInsert(null)
            // After the dialog has closed and given the focus back.
            requestAnimationFrame(() => put?.(`{{${name}}}`))
          }}
          onClose={() => setInsert(null)}
        />
      </section>
    </EditorContext.Provider>
  )
}

/** Whether the card can show it: what was removed is shown no more. */
function isShowable({ guide, translations }: EntryContent, choice: PreviewChoice): boolean {
  if (choice === 'answer') return true
  return choice === 'guide' ? Boolean(guide) : translations?.[choice] !== undefined
}

/** What citizens are answered has changed since the draft was begun. */
function Outdated({ view, onKeep }: { view: EntryView; onKeep: () => void }) {
  const { say } = useEntries().words
  return (
    <section class="sheet entry-alert">
      <p>
        <strong>{say('outdated.title')}</strong> {say('outdated.what')}
      </p>
      <div class="actions">
        <a
          class="button"
          href={entryHref(view.id, 'history', { from: String(view.draft?.basedOn ?? 0), to: 'served' })}
        >
          {say('outdated.see')}
        </a>
        <Button label={say('outdated.keep')} onClick={onKeep} />
      </div>
    </section>
  )
}

/** Ctrl+Z and Ctrl+Y outside of fields, which have their own. */
function undoByKeys(event: KeyboardEvent, { undo, redo }: { undo: () => void; redo: () => void }): void {
  const isField = event.target instanceof Element && event.target.matches('input, textarea, select')
  if (isField || !(event.ctrlKey || event.metaKey)) return
  const key = event.key.toLowerCase()
  const step = key === 'z' ? (event.shiftKey ? redo : undo) : key === 'y' ? redo : null
  if (!step) return
  event.preventDefault()
  step()
}

interface UnsavedPanelProps {
  state: Extract<SaveState, { kind: 'unsaved' }>
  saver: DraftSaver
}

/** Why what is written is not saved, that nothing of it is lost, and the way on. */
function UnsavedPanel({ state: { why, message, isKept }, saver }: UnsavedPanelProps) {
  const { say } = useEntries().words
  return (
    <section class="sheet entry-alert" role="alert">
      <p>
        <strong>{say(`unsaved.${why}`)}</strong> {message && why === 'refused' && message}
      </p>
      <p>{say(isKept ? 'unsaved.kept' : 'unsaved.notKept')}</p>
      <Button label={say('unsaved.retry')} onClick={() => saver.retry()} />
    </section>
  )
}

/** What is needed to know whether a draft may be published. */
interface Checked {
  /** Saves what is not saved. @returns whether the server has everything */
  flush: () => Promise<boolean>
  latest: () => EntryContent
  /** What the server says of a content; `null` when it could not be asked. */
  faultsOf: (content: EntryContent) => Promise<ContentFault[] | null>
}

/**
 * The faults of what is written at this very moment: whoever goes on typing while it is checked has that checked too.
 * @returns `null` when it could not be saved, or checked
 */
export async function checkToPublish({ flush, latest, faultsOf }: Checked): Promise<ContentFault[] | null> {
  for (;;) {
    if (!(await flush())) return null
    const content = latest()
    const faults = await faultsOf(content)
    if (content === latest()) return faults
  }
}

interface ConflictPanelProps {
  mine: EntryContent
  theirs: EntryView
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two have written at once: who, when, what differs, and the choice between both. Whichever is chosen, the other is one step back. */
function ConflictPanel({ mine, theirs, onKeepMine, onTakeTheirs }: ConflictPanelProps) {
  const { say } = useEntries().words
  const { draft, served } = theirs
  const other = draft?.content ?? served
  const changes = useMemo(() => (other ? diffContents(other, mine) : []), [other, mine])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={theirs} />
      <p>{say('conflict.choose')}</p>
      <div class="actions">
        <Button look="main" label={say('conflict.keepMine')} onClick={onKeepMine} />
        <Button label={say('conflict.takeTheirs')} disabled={!other} onClick={onTakeTheirs} />
      </div>
      <p class="hint">{say('conflict.undo')}</p>
      <details open>
        <summary>{say('conflict.both')}</summary>
        <DiffView changes={changes} before={say('conflict.theirs')} after={say('conflict.mine')} />
      </details>
    </section>
  )
}

/** Whether what is written is saved, and why not, in words. */
function SaveLine({ state }: { state: SaveState }) {
  const { words, language, user } = useEntries()
  const { say } = words
  const moment = (at: string) => momentInWords(at, language, new Date())
  const [icon, text] = ((): [IconName, string] => {
    switch (state.kind) {
      case 'untouched':
        return ['check', say('save.untouched')]
      case 'saved': {
        const isOwn = state.by === user.displayName
        const isToday = townDay(new Date(state.at)) === townDay(new Date())
        const key: EntriesKey = isOwn ? (isToday ? 'save.saved' : 'save.savedOn') : 'save.savedBy'
        return ['check', say(key, { moment: moment(state.at), name: state.by })]
      }
      case 'pending':
        return ['pen', say('save.pending')]
      case 'saving':
        return ['retry', say('save.saving')]
      case 'unsaved':
        return ['alert', say('save.unsaved')]
      case 'conflict':
        return ['alert', say('save.conflict')]
      default:
        return state satisfies never
    }
  })()
  const isBad = state.kind === 'unsaved' || state.kind === 'conflict'
  return (
    <p class={isBad ? 'save-line bad' : 'save-line'}>
      <Icon name={icon} /> {text}
    </p>
  )
}
