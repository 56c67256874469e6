import { useEffect, useRef, useState } from 'preact/hooks'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import { personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { MAX_ANSWER_LENGTH } from '../../../ui/kit/answer-length.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import { useOneAtATime } from '../../../ui/kit/use-one-at-a-time.js'
import type { OwnRepliesView, OwnReplyView } from '../../handoffs/routes/copilot-contract.js'
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
  const { t, session, state } = useConsole()
  const dialog = useRef<HTMLDialogElement>(null)
  const [view, setView] = useState<OwnRepliesView | null>(null)
  const [edited, setEdited] = useState<Partial<OwnReplyView> | null>(null)
  const [told, setTold] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const one = useOneAtATime()
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<boolean> => {
    try {
      const answer = await session.api.call<OwnRepliesView | null>(method, `/agent/replies${path}`, body)
      setView(answer ?? (await session.api.call<OwnRepliesView>('GET', '/agent/replies')))
      return true
    } catch (error) {
      setTold([t('copilot.replyFailed'), error instanceof CallError ? error.message : ''].filter(Boolean).join(' '))
      return false
    }
  }
  useEffect(() => {
    dialog.current?.showModal()
    void call('GET', '')
  }, [])
  const save = (written: WrittenReply) =>
    one(async () => {
      const saved = edited?.id ? await call('PUT', `/${edited.id}`, written) : await call('POST', '', written)
      if (!saved) return
      close()
      setTold(t('copilot.saved'))
      onChanged()
    })
  /** What was pressed in a form, or for a reply, goes with it. */
  const close = () => {
    setEdited(null)
    heading.current?.focus()
  }
  const remove = async (id: string) => {
    if (!(await call('DELETE', `/${id}`))) return
    setTold(t('copilot.deleted'))
    heading.current?.focus()
    onChanged()
  }
  return (
    <dialog
      ref={dialog}
      class="help replies-dialog"
      aria-labelledby="replies-title"
      onClose={onClose}
      // The console's shortcuts are not for what is under a dialog.
      onKeyDown={(event) => event.altKey && event.stopPropagation()}
    >
      <div class="help-head">
        <h2 id="replies-title" ref={heading} tabIndex={-1}>
          {t('copilot.dialog')}
        </h2>
        <button type="button" class="button quiet icon-only" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <span class="visually-hidden">{t('close')}</span>
        </button>
      </div>
      <p>{t('copilot.dialogIntro')}</p>
      <p role="status" class="replies-told">
        {told}
      </p>
      {edited ? (
        <ReplyForm
          key={edited.id ?? 'new'}
          reply={edited}
          variables={view?.variables ?? []}
          onSave={save}
          onCancel={close}
        />
      ) : (
        <>
          <h3>{t('copilot.mine')}</h3>
          {view?.replies.length === 0 && <p class="hint">{t('copilot.mineNone')}</p>}
          <ul class="own-replies">
            {view?.replies.map((reply) => (
              <OwnReplyItem key={reply.id} reply={reply} onEdit={() => setEdited(reply)} onDelete={remove} />
            ))}
          </ul>
          <div class="actions">
            <button type="button" class="button" onClick={() => setEdited({})}>
              {t('copilot.add')}
            </button>
            {draft.trim() !== '' && (
              <button type="button" class="button" onClick={() => setEdited({ text: draft })}>
                {t('copilot.addDraft')}
              </button>
            )}
          </div>
          {view && <SharedReplies view={view} />}
          <h3>{t('copilot.writing')}</h3>
          <label class="check">
            <input
              type="checkbox"
              checked={state.preferences.enterSends}
              onChange={(event) => session.prefer({ enterSends: event.currentTarget.checked })}
            />
            {t('copilot.enterSends')}
          </label>
        </>
      )}
    </dialog>
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
        <button type="button" class="button quiet" aria-label={t('copilot.edit', { title })} onClick={onEdit}>
          {t('copilot.editShort')}
        </button>
        <button
          type="button"
          class={asked ? 'button danger' : 'button quiet'}
          aria-label={t(asked ? 'copilot.deleteSure' : 'copilot.delete', { title })}
          onClick={() => (asked ? onDelete(id) : setAsked(true))}
          onBlur={() => setAsked(false)}
        >
          {t(asked ? 'copilot.deleteSureShort' : 'copilot.deleteShort')}
        </button>
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
    <form
      class="reply-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div class="field">
        <label for="reply-name">{t('copilot.name')}</label>
        <input
          id="reply-name"
          ref={name}
          type="text"
          maxLength={80}
          value={written.title}
          aria-describedby="reply-fault"
          onInput={({ currentTarget: { value } }) => setWritten({ ...written, title: value })}
        />
      </div>
      <div class="field">
        <label for="reply-language">{t('copilot.language')}</label>
        <select
          id="reply-language"
          value={written.language}
          onChange={({ currentTarget: { value } }) => setWritten({ ...written, language: value as Language })}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language}>
              {t(`language.${language}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="reply-text">{t('copilot.text')}</label>
        <textarea
          id="reply-text"
          ref={area}
          rows={5}
          maxLength={MAX_ANSWER_LENGTH}
          lang={written.language}
          dir="auto"
          spellcheck
          value={written.text}
          aria-describedby="reply-fault"
          onInput={({ currentTarget: { value } }) => setWritten({ ...written, text: value })}
        />
      </div>
      <fieldset class="reply-variables">
        <legend class="hint">{t('copilot.variables')}</legend>
        {variables.map((variable) => (
          <button
            key={variable}
            type="button"
            class="button"
            onClick={() => area.current && insertText(area.current, `{${variable}}`, area.current.selectionStart)}
          >
            {t(`copilot.variable.${variable}`)}
          </button>
        ))}
      </fieldset>
      <p id="reply-fault" class="field-error" role="alert">
        {fault}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {t('copilot.save')}
        </button>
        <button type="button" class="button quiet" onClick={onCancel}>
          {t('copilot.cancel')}
        </button>
      </div>
    </form>
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
