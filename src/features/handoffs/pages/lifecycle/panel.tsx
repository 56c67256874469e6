import type { ComponentChildren } from 'preact'
import { Button } from '../../../../ui/kit/button.js'
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
        <Button
          type="submit"
          look="main"
          label={busy ? t('resolve.ending') : confirm}
          disabled={state.pending !== null}
        />
        <Button label={t('cancel')} onClick={() => session.closePanel()} />
        {more}
      </div>
    </form>
  )
}
