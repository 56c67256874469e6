import type { ComponentChildren } from 'preact'
import type { DialogName } from './agent-console.js'
import { useConsole } from './console-context.js'
import { Dialog } from './dialog.js'

interface Props {
  name: DialogName
  title: string
  children: ComponentChildren
}

/** A window over the console, which opens and closes with what its session says is open. */
export function ConsoleDialog({ name, title, children }: Props) {
  const { t, session, state } = useConsole()
  return (
    <Dialog
      class={name}
      title={title}
      close={t('close')}
      isOpen={state.dialog === name}
      isTypedIn
      onClose={() => {
        // Another window may have taken its place.
        if (session.state.dialog === name) session.show(null)
      }}
    >
      {children}
    </Dialog>
  )
}
