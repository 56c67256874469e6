import { useEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../platform/model/conversation.js'
import { MAX_NOTE_LENGTH } from '../../../platform/model/note.js'
import type { RemarkKind } from '../../../platform/model/remark.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { AreaField } from '../../../ui/kit/field.js'
import { Icon } from '../../../ui/kit/icon.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { factRoutes, type TitlesView } from '../../asking/facts-contract.js'
import { communeAtHand } from '../../handoffs/pages/queue/communes.js'
import { type RemarkView, remarkRoutes } from '../contract.js'

/** What the curators can be told of a message, if anything; it depends on who wrote the message. */
export function MessageRemark({ message }: { message: Message }) {
  const { state } = useConsole()
  const handoffId = state.detail?.handoff.id
  const kind = kindFor(message)
  if (!handoffId || !kind) return null
  return <RemarkPress handoffId={handoffId} messageSeq={message.seq} kind={kind} />
}

/** An agent's words may be an answer to keep; a card of the assistant may be the wrong one; a citizen's words may miss in an entry. */
function kindFor({ author, payload }: Message): RemarkKind | null {
  if (author === 'agent') return 'proposed_answer'
  if (author === 'assistant') return payload.type === 'card' ? 'wrong_answer' : null
  return author === 'citizen' ? 'missing_question' : null
}

interface RemarkPressProps {
  handoffId: string
  messageSeq: number
  kind: RemarkKind
}

/** A remark as it is made, taken back and made more precise, and what is said of that. */
function useRemark({ handoffId, messageSeq, kind }: RemarkPressProps) {
  const { t, session } = useConsole()
  const [remark, setRemark] = useState<RemarkView | null>(null)
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  const [told, setTold] = useState('')
  const attempt = async (call: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    try {
      await call()
    } catch (error) {
      setTold(sentenceOf(error, t('remark.failed')))
    }
    setBusy(false)
  }
  const press = () =>
    attempt(async () => {
      const body = { kind, messageSeq }
      setRemark(await session.api.ask(remarkRoutes.add, { params: { id: handoffId }, body }))
      setTold('')
    })
  const undo = () =>
    attempt(async () => {
      await session.api.ask(remarkRoutes.withdraw, { params: { id: remark?.id ?? '' } })
      setOpen(false)
      setRemark(null)
      setTold(t('remark.undone'))
    })
  const keep = (saved: RemarkView) => {
    setRemark(saved)
    setOpen(false)
    setTold(t('remark.saved'))
  }
  return { remark, open, setOpen, told, press, undo, keep }
}

/** Tells the curators of a message in one press. It can be taken back, or made more precise, in the same place. */
export function RemarkPress(props: RemarkPressProps) {
  const { t } = useConsole()
  const { kind } = props
  const { remark, open, setOpen, told, press, undo, keep } = useRemark(props)
  const main = useRef<HTMLButtonElement>(null)
  const arrived = useRef(false)
  // What was pressed is replaced by what takes it back: the focus goes with it.
  useEffect(() => {
    if (arrived.current) main.current?.focus()
    arrived.current = true
  }, [remark === null])
  return (
    <div class={remark ? 'remark made' : 'remark'}>
      {remark ? (
        <>
          <span role="status">
            <Icon name="check" /> {t(`remark.made.${kind}`)}
          </span>
          <Button ref={main} look="quiet" label={t('remark.undo')} onClick={() => void undo()} />
          <Button look="quiet" label={t('remark.more')} aria-expanded={open} onClick={() => setOpen(!open)} />
        </>
      ) : (
        <Button ref={main} look="quiet" label={t(`remark.${kind}`)} onClick={() => void press()} />
      )}
      {told !== '' && (
        <span role="status" class="remark-told">
          {told}
        </span>
      )}
      {remark && open && (
        <RemarkDetailsForm
          remark={remark}
          onSaved={(saved) => {
            keep(saved)
            main.current?.focus()
          }}
        />
      )}
    </div>
  )
}

/** What an agent adds to a remark that she has made: the entry, if she knows it, and a note. */
function RemarkDetailsForm({ remark, onSaved }: { remark: RemarkView; onSaved: (remark: RemarkView) => void }) {
  const { t, session } = useConsole()
  const { id, kind, candidates, rightEntryId, titles } = remark
  const [entryId, setEntryId] = useState<string | null | undefined>(rightEntryId)
  const [note, setNote] = useState(remark.note)
  const [problem, setProblem] = useState('')
  const titled = candidates.find((one) => one.entryId === rightEntryId)?.title ?? titles[rightEntryId ?? ''] ?? ''
  const save = async () => {
    if (entryId === undefined) return
    try {
      onSaved(await session.api.ask(remarkRoutes.change, { params: { id }, body: { rightEntryId: entryId, note } }))
    } catch (error) {
      setProblem(sentenceOf(error, t('remark.failed')))
    }
  }
  return (
    <form
      class="remark-details"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <EntryField
        id={`entry-${id}`}
        label={t(kind === 'wrong_answer' ? 'remark.rightEntry' : 'remark.entryFor')}
        initial={titled}
        candidates={candidates}
        onChange={setEntryId}
      />
      <AreaField
        id={`note-${id}`}
        label={t('remark.note')}
        hint={t('remark.noteHint')}
        value={note}
        rows={2}
        maxLength={MAX_NOTE_LENGTH}
        spellcheck
        onValue={setNote}
      />
      <p role="status" class="field-error">
        {problem}
      </p>
      <Button type="submit" label={t('remark.save')} />
    </form>
  )
}

interface EntryFieldProps {
  id: string
  label: string
  /** The title that is chosen at first; empty for none. */
  initial: string
  /** Proposed first. */
  candidates: readonly { entryId: string; title: string }[]
  /** `undefined`: what is typed is no title. */
  onChange: (entryId: string | null | undefined) => void
}

/** An entry by its title, from those that were considered and from all that are published. */
function EntryField({ id, label, initial, candidates, onChange }: EntryFieldProps) {
  const { t, session, state } = useConsole()
  const [text, setText] = useState(initial)
  const [titles, setTitles] = useState<TitlesView['entries']>([])
  const communeId = communeAtHand(state)
  useEffect(() => {
    // Without the titles, those that were considered can still be chosen.
    session.api.ask(factRoutes.titles, { params: { id: communeId ?? '' } }).then(
      ({ entries }) => setTitles(entries),
      () => {},
    )
  }, [session, communeId])
  const first = new Set(candidates.map(({ title }) => title))
  const known = [...candidates, ...titles.map(({ id: entryId, title }) => ({ entryId, title }))]
  const chosen = known.find(({ title }) => title === text.trim())
  const isUnknown = text.trim() !== '' && !chosen
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        list={`${id}-list`}
        value={text}
        lang="fr"
        autocomplete="off"
        aria-invalid={isUnknown}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const typed = event.currentTarget.value
          setText(typed)
          const entry = known.find(({ title }) => title === typed.trim())
          onChange(typed.trim() === '' ? null : entry?.entryId)
        }}
      />
      <datalist id={`${id}-list`}>
        {[...first, ...titles.map(({ title }) => title).filter((title) => !first.has(title))].map((title) => (
          <option key={title} value={title} />
        ))}
      </datalist>
      <p id={`${id}-hint`} class={isUnknown ? 'field-error' : 'hint'}>
        {t(isUnknown ? 'remark.entryUnknown' : 'remark.entryHint')}
      </p>
    </div>
  )
}
