import type { ComponentChildren, RefObject } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.js'

interface Props {
  title: string
  /** Of the button that closes it; without it, the dialog cannot be closed. */
  close?: string
  isOpen?: boolean
  onClose: () => void
  /** What is typed right after it opens goes to its first field of words. */
  isTypedIn?: boolean
  /** For who moves the focus to it. */
  heading?: RefObject<HTMLHeadingElement | null>
  onKeyDown?: (event: KeyboardEvent) => void
  /** Besides `help`. */
  class?: string
  children: ComponentChildren
}

/** A window over the page: it holds the focus, closes with Escape, and gives the focus back to where it was. */
export function Dialog({
  title,
  close,
  isOpen = true,
  onClose,
  isTypedIn,
  heading,
  onKeyDown,
  class: more,
  children,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  // Before the effects of what is in it, which may move the focus.
  useLayoutEffect(() => {
    const { current } = dialog
    if (isOpen && !current?.open) {
      current?.showModal()
      if (isTypedIn) current?.querySelector<HTMLElement>('input[type=text]')?.focus()
    }
    if (!isOpen && current?.open) current.close()
  }, [isOpen, isTypedIn])
  return (
    <dialog
      ref={dialog}
      class={more ? `help ${more}` : 'help'}
      aria-labelledby={id}
      onCancel={(event) => close === undefined && event.preventDefault()}
      onClose={() => {
        onClose()
        // Without a way to close it, some browsers close it all the same at the second Escape.
        if (close === undefined && dialog.current?.isConnected) dialog.current.showModal()
      }}
      {...(onKeyDown && { onKeyDown })}
    >
      <div class="help-head">
        <h2 id={id} ref={heading ?? null} tabIndex={-1}>
          {title}
        </h2>
        {close && <Button look="quiet" icon="close" label={close} isIconOnly onClick={() => dialog.current?.close()} />}
      </div>
      {children}
    </dialog>
  )
}
