import type { ComponentChildren } from 'preact'
import { useConsole } from '../../../../ui/kit/console-context.js'

/** A panel in the place where one writes: one question, one confirmation; Escape gives it up. */
export function Panel({
  id,
  title,
  intro,
  confirm,
  busy,
  onSubmit,
  more,
  children,
}: {
  id: string
  title: string
  intro: string
  confirm: string
  busy: boolean
  onSubmit: () => void
  /** Beside the buttons. */
  more?: ComponentChildren
  children: ComponentChildren
}) {
  const { t, session, state } = useConsole()
  return (
    <form
      class="resolve"
      aria-labelledby={`${id}-title`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') session.closePanel()
      }}
    >
      <h3 id={`${id}-title`}>{title}</h3>
      <p class="hint">{intro}</p>
      {children}
      <div class="actions">
        <button type="submit" class="button main" disabled={state.pending !== null}>
          {busy ? t('resolve.ending') : confirm}
        </button>
        <button type="button" class="button" onClick={() => session.closePanel()}>
          {t('cancel')}
        </button>
        {more}
      </div>
    </form>
  )
}
