import { useConsole } from './console-context.js'

/** What screen readers are told once, politely. The same words said twice are said twice: the paragraph is a new one each time. */
export function LiveRegion() {
  const { state } = useConsole()
  const { text, serial } = state.spoken
  return (
    <div class="visually-hidden live" role="status" aria-live="polite" aria-atomic="true">
      {text !== '' && <p key={serial}>{text}</p>}
    </div>
  )
}
