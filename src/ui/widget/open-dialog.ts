/** Screens on which the panel takes the whole place: phones, and windows enlarged until they are as small. Also in the style sheet. */
const SMALL = '(max-width: 600px), (max-height: 480px)'

/** How a dialog is opened. */
interface Opening {
  /** Answers Escape, and a phone's back gesture. */
  onEscape: () => void
  /** Moves the focus where one begins. */
  focusFirst: () => void
  /** Whether the dialog is the whole page. */
  whole: boolean
  /** Whether it was open before a reload. */
  isRestored: boolean
}

/**
 * Opens a native dialog: not modal on a desk, modal on small screens (the browser then keeps the focus inside and the
 * page inert). One that is the whole page, or that a reload opens again beside it, takes no focus that nobody gave it.
 * @returns the way to close it
 */
export function openDialog(
  dialog: HTMLDialogElement,
  { onEscape, focusFirst, whole, isRestored }: Opening,
): () => void {
  const small = matchMedia(SMALL)
  let isQuiet = isRestored
  const show = () => {
    if (whole || (isQuiet && !small.matches)) {
      dialog.open = true
      return
    }
    isQuiet = false
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
  visualViewport?.addEventListener('scroll', fit)
  dialog.onkeydown = onEscapeKey
  dialog.oncancel = onEscapeKey
  return () => {
    small.removeEventListener('change', show)
    visualViewport?.removeEventListener('resize', fit)
    visualViewport?.removeEventListener('scroll', fit)
    dialog.close()
  }
}
