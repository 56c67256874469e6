import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import { personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Dialog } from '../../../ui/kit/dialog.js'
import { AreaField, CheckField, SelectField, TextField } from '../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Form } from '../../../ui/kit/form.js'
import { MAX_ANSWER_LENGTH } from '../../../ui/kit/length-counter.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { useOneAtATime } from '../../../ui/kit/use-act.js'
import { type OwnRepliesView, type OwnReplyView, replyRoutes } from '../contract.js'
import type { ReplyVariable } from '../reply-variables.js'

interface RepliesDialogProps {
  /** What is being written to the citizen, which may become a ready reply. */
  draft: string
  onClose: () => void
  /** Told when one's own replies have changed. */
  onChanged: () => void
}

/** One's own ready replies, those of the commune to read, and how Enter behaves. */
export function RepliesDialog({ draft, onClose, onChanged }: RepliesDialogProps) {
  const { t } = useConsole()
  const { view, told, tell, save, remove } = useOwnReplies()
  const [edited, setEdited] = useState<Partial<OwnReplyView> | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const one = useOneAtATime()
  /** What was pressed in a form, or for a reply, goes with it. */
  const close = () => {
    setEdited(null)
    heading.current?.focus()
  }
  const saveEdited = (written: WrittenReply) =>
    one(async () => {
      if (!(await save(edited?.id, written))) return
      close()
      tell(t('copilot.saved'))
      onChanged()
    })
  const removeOne = async (id: string) => {
    if (!(await remove(id))) return
    tell(t('copilot.deleted'))
    heading.current?.focus()
    onChanged()
  }
  return (
    <Dialog
      class="replies-dialog"
      title={t('copilot.dialog')}
      close={t('close')}
      heading={heading}
      onClose={onClose}
      // The console's shortcuts are not for what is under a dialog.
      onKeyDown={(event) => event.altKey && event.stopPropagation()}
    >
      <p>{t('copilot.dialogIntro')}</p>
      <p role="status" class="replies-told">
        {told}
      </p>
      {edited ? (
        <ReplyForm
          key={edited.id ?? 'new'}
          reply={edited}
          variables={view?.variables ?? []}
          onSave={saveEdited}
          onCancel={close}
        />
      ) : (
        <RepliesList view={view} draft={draft} onEdit={setEdited} onDelete={removeOne} />
      )}
    </Dialog>
  )
}

/** One's own replies as the server has them, and what was told of them last. What could not be saved or removed is told. */
function useOwnReplies() {
  const { t, session } = useConsole()
  const { api } = session
  const [view, setView] = useState<OwnRepliesView | null>(null)
  const [told, tell] = useState('')
  /** @returns whether it was done */
  const call = async (ask: () => Promise<OwnRepliesView | null>): Promise<boolean> => {
    try {
      setView((await ask()) ?? (await api.ask(replyRoutes.list)))
      return true
    } catch (error) {
      tell([t('copilot.replyFailed'), sentenceOf(error)].filter(Boolean).join(' '))
      return false
    }
  }
  useEffect(() => {
    void call(() => api.ask(replyRoutes.list))
  }, [])
  return {
    view,
    told,
    tell,
    /** @param replyId none for a new one */
    save: (replyId: string | undefined, written: WrittenReply) =>
      call(() =>
        replyId
          ? api.ask(replyRoutes.change, { params: { replyId }, body: written })
          : api.ask(replyRoutes.add, { body: written }),
      ),
    remove: (replyId: string) => call(() => api.ask(replyRoutes.remove, { params: { replyId } })),
  }
}

interface RepliesListProps {
  /** `null` until it is read. */
  view: OwnRepliesView | null
  draft: string
  onEdit: (reply: Partial<OwnReplyView>) => void
  onDelete: (id: string) => void
}

/** One's own replies, those of the commune, and how Enter behaves. */
function RepliesList({ view, draft, onEdit, onDelete }: RepliesListProps) {
  const { t, session, state } = useConsole()
  return (
    <>
      <h3>{t('copilot.mine')}</h3>
      {view?.replies.length === 0 && <p class="hint">{t('copilot.mineNone')}</p>}
      <ul class="own-replies">
        {view?.replies.map((reply) => (
          <OwnReplyItem key={reply.id} reply={reply} onEdit={() => onEdit(reply)} onDelete={onDelete} />
        ))}
      </ul>
      <div class="actions">
        <Button label={t('copilot.add')} onClick={() => onEdit({})} />
        {draft.trim() !== '' && <Button label={t('copilot.addDraft')} onClick={() => onEdit({ text: draft })} />}
      </div>
      {view && <SharedReplies view={view} />}
      <h3>{t('copilot.writing')}</h3>
      <CheckField
        label={t('copilot.enterSends')}
        isChecked={state.preferences.enterSends}
        onCheck={(enterSends) => session.prefer({ enterSends })}
      />
    </>
  )
}

function SharedReplies({ view: { shared } }: { view: OwnRepliesView }) {
  const { t, language } = useConsole()
  return (
    <details class="shared-replies">
      <summary>{t('copilot.shared', { count: shared.length })}</summary>
      <ul>
        {shared.map(({ id, title, text }) => (
          <li key={id}>
            <strong>{title[language]}</strong>
            <p lang="fr">{text.fr}</p>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface OwnReplyItemProps {
  reply: OwnReplyView
  onEdit: () => void
  onDelete: (id: string) => void
}

/** One of the agent's own replies. Deleting takes two presses of one button, which stays in its place. */
function OwnReplyItem({ reply: { id, title, text, language }, onEdit, onDelete }: OwnReplyItemProps) {
  const { t } = useConsole()
  const [asked, setAsked] = useState(false)
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <p lang={language} dir="auto">
          {text}
        </p>
      </div>
      <div class="actions">
        <Button
          look="quiet"
          label={t('copilot.editShort')}
          aria-label={t('copilot.edit', { title })}
          onClick={onEdit}
        />
        <Button
          look={asked ? 'danger' : 'quiet'}
          label={t(asked ? 'copilot.deleteSureShort' : 'copilot.deleteShort')}
          aria-label={t(asked ? 'copilot.deleteSure' : 'copilot.delete', { title })}
          onClick={() => (asked ? onDelete(id) : setAsked(true))}
          onBlur={() => setAsked(false)}
        />
      </div>
    </li>
  )
}

/** A reply as its form gives it. */
type WrittenReply = Omit<OwnReplyView, 'id'>

interface ReplyFormProps {
  /** What is changed; nothing of it for a new one. */
  reply: Partial<OwnReplyView>
  variables: readonly ReplyVariable[]
  onSave: (reply: WrittenReply) => void
  onCancel: () => void
}

/** Name, language and text of one's own reply, with the variables at hand. */
function ReplyForm({ reply, variables, onSave, onCancel }: ReplyFormProps) {
  const { t } = useConsole()
  const [written, setWritten] = useState<WrittenReply>({
    title: reply.title ?? '',
    text: reply.text ?? '',
    language: reply.language ?? 'fr',
  })
  const [fault, setFault] = useState('')
  const name = useFocusOnOpen<HTMLInputElement>()
  const area = useRef<HTMLTextAreaElement>(null)
  const save = () => {
    const { title, text } = written
    if (title.trim() === '' || text.trim() === '') return setFault(t('copilot.needed'))
    if (personalNumbersIn(`${title} ${text}`).length > 0) return setFault(t('copilot.noNumber'))
    onSave(written)
  }
  return (
    <Form
      class="reply-form"
      submit={t('copilot.save')}
      cancel={t('copilot.cancel')}
      said={{ problem: fault }}
      onSubmit={save}
      onCancel={onCancel}
    >
      <TextField
        id="reply-name"
        label={t('copilot.name')}
        value={written.title}
        input={name}
        maxLength={80}
        onValue={(value) => setWritten({ ...written, title: value })}
      />
      <SelectField
        id="reply-language"
        label={t('copilot.language')}
        value={written.language}
        onValue={(value) => setWritten({ ...written, language: value as Language })}
        options={LANGUAGES.map((language) => [language, t(`language.${language}`)] as const)}
      />
      <AreaField
        id="reply-text"
        label={t('copilot.text')}
        value={written.text}
        input={area}
        rows={5}
        maxLength={MAX_ANSWER_LENGTH}
        lang={written.language}
        dir="auto"
        spellcheck
        onValue={(value) => setWritten({ ...written, text: value })}
      />
      <VariableButtons variables={variables} area={area} />
    </Form>
  )
}

interface VariableButtonsProps extends Pick<ReplyFormProps, 'variables'> {
  /** Where a variable is put, at the caret. */
  area: RefObject<HTMLTextAreaElement | null>
}

function VariableButtons({ variables, area }: VariableButtonsProps) {
  const { t } = useConsole()
  return (
    <fieldset class="reply-variables">
      <legend class="hint">{t('copilot.variables')}</legend>
      {variables.map((variable) => (
        <Button
          key={variable}
          label={t(`copilot.variable.${variable}`)}
          onClick={() => area.current && insertText(area.current, `{${variable}}`, area.current.selectionStart)}
        />
      ))}
    </fieldset>
  )
}

/**
 * Puts a text in a field in the place of what stands from `from` to the caret, as if it had been typed, so that the browser's own undo takes it away again.
 * Without `from` it goes where the caret is, on a line of its own when words stand before it.
 */
export function insertText(area: HTMLTextAreaElement, text: string, from?: number): void {
  area.focus()
  const caret = area.selectionStart
  if (from !== undefined) area.setSelectionRange(from, caret)
  const before = area.value.slice(0, from ?? caret)
  const needsLine = from === undefined && before.trim() !== '' && !before.endsWith('\n')
  const inserted = needsLine ? `\n${text}` : text
  if (document.execCommand('insertText', false, inserted)) return
  area.setRangeText(inserted, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Puts a text in a field in the place of all that it holds, as {@link insertText} does. */
export function replaceText(area: HTMLTextAreaElement, text: string): void {
  area.setSelectionRange(area.value.length, area.value.length)
  insertText(area, text, 0)
}
