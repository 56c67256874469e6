import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { CallError } from '../../../ui/console/staff-api.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useOneAtATime } from '../../../ui/kit/use-one-at-a-time.js'
import type { OwnRepliesView, OwnReplyView } from '../../handoffs/routes/copilot-contract.js'
import { OwnReplyItem } from './own-reply-item.js'
import { ReplyForm, type WrittenReply } from './reply-form.js'

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
