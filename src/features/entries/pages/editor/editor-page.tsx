import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import type { ContentFault, EntryView } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { type EntriesKey, EntryStates, useEntries } from '../entry-states.js'
import { fieldInWords } from '../field-in-words.js'
import { EntryActs } from '../life/entry-acts.js'
import { entryHref, listHref } from '../reading-problem.js'
import type { Prepared } from './draft-changes.js'
import { DraftNotes } from './draft-notes.js'
import type { SaveState } from './draft-saver.js'
import { EditorContext, faultsOf, type PreviewChoice, showField, useEditor } from './editor-context.js'
import { EntryFields } from './entry-fields.js'
import type { Opening } from './opening.js'
import { PreviewPane, usePreview } from './preview-pane.js'
import { type Editing, useEditing } from './use-editing.js'
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
  const editing = useEditing(view.id, opening)
  const { content, saver } = editing
  const card = useShownCard(view.id, content)
  const [isPreview, setPreview] = useState(false)
  const { faults, heading, goPublish } = usePublishing({ view, editing, card, onFaults: () => setPreview(false) })
  const [told, tell] = usePassingWords()
  const [insert, setInsert] = useState<((words: string) => void) | null>(null)
  useEffect(() => {
    if (shown !== null) showField(shown)
  }, [shown])
  return (
    <EditorContext.Provider
      value={{
        view,
        content,
        preview: card.preview,
        change: editing.change,
        shownFaults: faults,
        faultOf: (field) => faultsOf(faults, field),
        chooseVariable: (next) => setInsert(() => next),
        shown: card.shown,
        show: card.show,
        tell,
      }}
    >
      <section
        class={isPreview ? 'entry-editor previewing' : 'entry-editor'}
        aria-labelledby="entry-title"
        onKeyDown={(event) => undoByKeys(event, editing)}
      >
        <EditorHead isChanged={editing.state.kind !== 'untouched'} />
        <EditorBar editing={editing} isPreview={isPreview} onPreview={setPreview} onPublish={goPublish} />
        <p role="status" class={told ? 'entry-told' : 'visually-hidden'}>
          {told}
        </p>
        <DraftNotes editing={editing} isRecovered={opening.isRecovered} prepared={prepared} />
        {faults.length > 0 && <FaultsSheet faults={faults} heading={heading} />}
        <div class="entry-columns">
          <div class="entry-form">
            <EntryFields shown={shown} />
          </div>
          <PreviewPane preview={card.preview} failed={card.failed} />
        </div>
        <EntryActs
          view={view}
          draftVersion={saver.seen}
          {...(isDraftToAct(editing) ? { content } : {})}
          beforeAct={() => saver.flush()}
          onActed={(next) => {
            saver.adopt(next)
            onActed(next)
          }}
        />
        <VariableDialog variables={view.variables} insert={insert} onClose={() => setInsert(null)} />
      </section>
    </EditorContext.Provider>
  )
}

/** The citizen's card, of what is chosen to be seen of the content. */
function useShownCard(entryId: string, content: EntryContent) {
  const [chosen, show] = useState<PreviewChoice>('answer')
  const shown = isShowable(content, chosen) ? chosen : 'answer'
  const language = shown === 'answer' || shown === 'guide' ? 'fr' : shown
  return { shown, show, ...usePreview(entryId, content, language) }
}

interface PublishingProps {
  view: EntryView
  editing: Editing
  card: ReturnType<typeof useShownCard>
  /** It cannot be published yet: what is to mend is shown. */
  onFaults: () => void
}

/** Going on to publish, and what keeps from it: the faults, told from then on, and the heading above them. */
function usePublishing({ view, editing: { saver, latest }, card, onFaults }: PublishingProps) {
  // Somebody who begins an entry is not told at once all that it lacks.
  const [isTold, setTold] = useState(view.served !== null)
  const heading = useRef<HTMLHeadingElement>(null)
  const goPublish = async () => {
    const found = await checkToPublish({
      flush: () => saver.flush(),
      latest,
      faultsOf: async (content) => (await card.read(content))?.faults ?? null,
    })
    if (found === null) return
    if (found.length > 0) {
      setTold(true)
      onFaults()
      const [first] = found
      requestAnimationFrame(() => (first && showField(first.field)) || heading.current?.focus())
      return
    }
    location.hash = entryHref(view.id, 'publish', { draft: String(saver.seen) })
  }
  return { faults: isTold ? (card.preview?.faults ?? view.faults) : [], heading, goPublish }
}

/** What was just done, in words that leave after a while, and saying it. */
function usePassingWords() {
  const [told, tell] = useState('')
  useEffect(() => {
    if (told === '') return
    const timer = setTimeout(() => tell(''), 6_000)
    return () => clearTimeout(timer)
  }, [told])
  return [told, tell] as const
}

/** Whether there is a draft of one's own to publish, or to throw away. */
function isDraftToAct({ state }: Editing): boolean {
  return state.kind !== 'untouched' && state.kind !== 'conflict'
}

/** The way back, the entry's title and where it stands. */
function EditorHead({ isChanged }: { isChanged: boolean }) {
  const { say } = useEntries().words
  const { view, content } = useEditor()
  const states = isChanged && !view.states.includes('draft') ? (['draft', ...view.states] as const) : view.states
  return (
    <>
      <p>
        <a href={listHref()}>{say('backToList')}</a>
      </p>
      <div class="entries-head">
        <PartHeading id="entry-title" lang="fr" title={content.title || say('untitled')} />
        <EntryStates states={states} />
      </div>
    </>
  )
}

interface EditorBarProps {
  editing: Editing
  isPreview: boolean
  onPreview: (isPreview: boolean) => void
  onPublish: () => Promise<void>
}

/** Whether what is written is saved, and what is done to the whole of it. */
function EditorBar({ editing, isPreview, onPreview, onPublish }: EditorBarProps) {
  const { say } = useEntries().words
  const { view } = useEditor()
  const isDraft = isDraftToAct(editing)
  return (
    <div class="entry-bar">
      <SaveLine state={editing.state} />
      <div class="actions">
        <Button label={say('undo')} isOff={!editing.canUndo} onClick={editing.undo} />
        <Button label={say('redo')} isOff={!editing.canRedo} onClick={editing.redo} />
        <Button
          class="preview-switch"
          label={say('preview.switch')}
          aria-pressed={isPreview}
          onClick={() => onPreview(!isPreview)}
        />
        <Button
          look="main"
          label={say(view.reviewerRequired ? 'toReview' : 'toPublish')}
          isOff={!isDraft}
          onClick={() => isDraft && void onPublish()}
        />
      </div>
    </div>
  )
}

interface FaultsSheetProps {
  faults: readonly ContentFault[]
  heading: RefObject<HTMLHeadingElement | null>
}

/** What keeps the entry from being published, each fault a way to its field. */
function FaultsSheet({ faults, heading }: FaultsSheetProps) {
  const { words } = useEntries()
  return (
    <Sheet
      id="entry-faults"
      title={words.many('faults', faults.length)}
      heading={heading}
      class="entry-faults"
      level={3}
    >
      <ul>
        {faults.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            <Button
              look="quiet"
              label={words.say('faults.one', { field: fieldInWords(field, words), message })}
              onClick={() => showField(field)}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

/** Whether the card can show it: what was removed is shown no more. */
function isShowable({ guide, translations }: EntryContent, choice: PreviewChoice): boolean {
  if (choice === 'answer') return true
  return choice === 'guide' ? Boolean(guide) : translations?.[choice] !== undefined
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
