import type { Note } from '../../../domain/note.js'
import { useConsole } from '../console-context.js'
import { Icon } from '../icon.js'
import { momentInWords } from '../moment-in-words.js'

/** What an agent wrote for her colleagues: another colour, a frame, an icon and words say that no citizen sees it. */
export function NoteItem({ note: { authorId, authorName, at, text } }: { note: Note }) {
  const { t, state, language } = useConsole()
  const name = authorId === state.session?.user.id ? t('author.you') : authorName
  return (
    <li class="message note">
      <p class="meta">
        <Icon name="note" />
        <strong>{t('copilot.noteBy', { name })}</strong>{' '}
        <time dateTime={at}>{momentInWords(at, language, new Date(at))}</time>
      </p>
      <div class="body">
        <p class="words" dir="auto">
          {text}
        </p>
      </div>
    </li>
  )
}
