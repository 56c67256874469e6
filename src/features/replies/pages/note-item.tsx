import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { stepInWords } from '../../handoffs/pages/lifecycle/steps-in-words.js'
import type { ThreadNote } from '../../handoffs/pages/talk/thread-items.js'

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
