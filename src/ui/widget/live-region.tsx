import type { ChatProps } from './chat.js'

/** The only live region: screen readers hear each new message once, never the history. */
export function LiveRegion({ chat: { state } }: ChatProps) {
  const { id, text } = state.announcement
  return (
    <div class="hidden" role="status">
      <p key={id}>{text}</p>
    </div>
  )
}
