import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import type { OwnReplyView } from '../../handoffs/routes/copilot-contract.js'

interface OwnReplyItemProps {
  reply: OwnReplyView
  onEdit: () => void
  onDelete: (id: string) => void
}

/** One of the agent's own replies. Deleting takes two presses of one button, which stays in its place. */
export function OwnReplyItem({ reply: { id, title, text, language }, onEdit, onDelete }: OwnReplyItemProps) {
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
