import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { DialogName } from './agent-console.js'
import { useConsole } from './console-context.js'
import { Icon } from './icon.js'

interface ConsoleDialogProps {
  name: DialogName
  title: string
  children: ComponentChildren
}

/** A window over the console: it holds the focus, closes with Escape, and gives the focus back to where it was. */
export function ConsoleDialog({ name, title, children }: ConsoleDialogProps) {
  const { t, session, state } = useConsole()
  const dialog = useRef<HTMLDialogElement>(null)
  const isOpen = state.dialog === name
  // Before the effects of what is in it, which may move the focus.
  useLayoutEffect(() => {
    if (isOpen && !dialog.current?.open) {
      dialog.current?.showModal()
      // What is typed right after the keys that opened it goes where one types.
      dialog.current?.querySelector<HTMLInputElement>('input[type=text]')?.focus()
    }
    if (!isOpen && dialog.current?.open) dialog.current.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      class={`help ${name}`}
      aria-labelledby={`${name}-title`}
      onClose={() => {
        // Another window may have taken its place.
        if (session.state.dialog === name) session.show(null)
      }}
    >
      <div class="help-head">
        <h2 id={`${name}-title`}>{title}</h2>
        <button type="button" class="button quiet icon-only" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <span class="visually-hidden">{t('close')}</span>
        </button>
      </div>
      {children}
    </dialog>
  )
}
