import css from './comfort.css'

const shadow = () => document.querySelector('guichet-widget')?.shadowRoot

/** Adds the style of these parts. On its own here: shared with the other parts, the way to add one would cost them a file more on the wire. */
export function adoptComfortStyle(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  shadow()?.adoptedStyleSheets.push(sheet)
}

/**
 * Gives the panel's text a size, 1 being the reader's own; the style sheet does the rest, and what was being read stays in sight. Set by script, it passes a page's
 * strict content policy.
 */
export function showTextSize(size: number): void {
  const root = shadow()?.querySelector<HTMLElement>('.root')
  if (!root) return
  const stay = placeIn(root)
  root.style.setProperty('--text-size', String(size))
  root.classList.toggle('large', size > 1)
  // The field's height was measured with the former size; the next letter measures it anew.
  root.querySelector('textarea')?.style.removeProperty('height')
  stay()
}

/** Where the reader is in the conversation. @returns what brings her back there once its lines have moved */
function placeIn(root: HTMLElement): () => void {
  const scroller = root.querySelector('.scroller')
  const top = scroller?.getBoundingClientRect().top ?? 0
  const message = [...root.querySelectorAll('.scroller > ol > li')].find(
    (one) => one.getBoundingClientRect().bottom > top,
  )
  if (!scroller || !message) return () => {}
  const before = message.getBoundingClientRect()
  const read = (top - before.top) / before.height
  return () => {
    const after = message.getBoundingClientRect()
    scroller.scrollTop += after.top + read * after.height - scroller.getBoundingClientRect().top
  }
}
