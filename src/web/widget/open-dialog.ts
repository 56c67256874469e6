/** Screens on which the panel takes the whole place: phones, and windows enlarged until they are as small. Also in the style sheet. */
const SMALL = '(max-width: 600px), (max-height: 480px)'

/**
 * Opens a native dialog: not modal on a desk, modal on small screens (the browser then keeps the focus inside and the
 * page inert). Escape, and a phone's back gesture, are answered by `onEscape`.
 * @param focusFirst moves the focus where one begins; `null` where the dialog is the whole page, and takes no focus that nobody gave it
 * @returns the way to close it
 */
export function openDialog(
  dialog: HTMLDialogElement,
  onEscape: () => void,
  focusFirst: (() => void) | null,
): () => void {
  const small = matchMedia(SMALL)
  const show = () => {
    if (!focusFirst) {
      dialog.open = true
      return
    }
    dialog.close()
    if (small.matches) dialog.showModal()
    else dialog.show()
    focusFirst()
  }
  const onEscapeKey = (event: Event) => {
    if (event instanceof KeyboardEvent && (event.key !== 'Escape' || event.isComposing)) return
    event.preventDefault()
    event.stopPropagation()
    onEscape()
  }
  /** On phones whose keyboard covers the page, the panel keeps to what remains visible. */
  const fit = () => {
    const { height = innerHeight, offsetTop = 0 } = visualViewport ?? {}
    const covered = small.matches && innerHeight - height > 80
    dialog.style.height = covered ? `${height}px` : ''
    dialog.style.top = covered ? `${offsetTop}px` : ''
  }
  show()
  small.addEventListener('change', show)
  visualViewport?.addEventListener('resize', fit)
  dialog.onkeydown = onEscapeKey
  dialog.oncancel = onEscapeKey
  return () => {
    small.removeEventListener('change', show)
    visualViewport?.removeEventListener('resize', fit)
    dialog.close()
  }
}
