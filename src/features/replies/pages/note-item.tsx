import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { copilotRoutes } from '../../handoffs/copilot-contract.js'
import { stepInWords } from '../../handoffs/pages/lifecycle/steps-in-words.js'
import type { ThreadNote } from '../../handoffs/pages/talk/thread-items.js'
import { noteKey } from './pick-options.js'

/** What an agent wrote for her colleagues: another colour, a frame, an icon and words say that no citizen sees it. */
export function NoteItem({ note: { authorId, by, at, text, step } }: { note: ThreadNote }) {
  const { t, state, language, now } = useConsole()
  const isOwn = authorId !== undefined && authorId === state.session?.user.id
  const name = isOwn ? t('author.you') : (by ?? t('author.agent'))
  return (
    <li class="message note">
      <p class="meta">
        <Icon name="note" />
        <strong>{t('copilot.noteBy', { name })}</strong>{' '}
        <time dateTime={at}>{momentInWords(at, language, new Date(at))}</time>
        {step && <span>{stepInWords(step, { t, language, now })}</span>}
      </p>
      <div class="body">
        <p class="words" dir="auto">
          {text}
        </p>
      </div>
    </li>
  )
}

/** Sends the note that is being written for a handoff; its words stay in the field until the server has them. */
export function useNoteSender(handoffId: string) {
  const { session, state, t } = useConsole()
  const [sending, setSending] = useState<{ text: string; clientId: string } | null>(null)
  const [busy, setBusy] = useState(false)
  /** @returns why it is not kept, ready to show; `null` when it is */
  const send = async (): Promise<string | null> => {
    const key = noteKey(handoffId)
    const text = (state.drafts[key] ?? '').trim()
    // The same words sent again after a failure have the same id: they are kept once.
    const outgoing = sending?.text === text ? sending : { text, clientId: crypto.randomUUID() }
    setSending(outgoing)
    setBusy(true)
    try {
      await session.api.ask(copilotRoutes.addNote, { params: { id: handoffId }, body: outgoing })
      setSending(null)
      // What was written meanwhile stays.
      if ((session.state.drafts[key] ?? '').trim() === text) session.keepDraft(key, '')
      void session.readAll()
      return null
    } catch (error) {
      return [t('copilot.noteFailed'), sentenceOf(error)].filter(Boolean).join(' ')
    } finally {
      setBusy(false)
    }
  }
  return { busy, send }
}
