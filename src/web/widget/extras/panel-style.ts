import css from './comfort.css'

const shadow = () => document.querySelector('guichet-widget')?.shadowRoot

/** Adds the style of these parts. On its own here: shared with the other parts, the way to add one would cost them a file more on the wire. */
export function adoptComfortStyle(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  shadow()?.adoptedStyleSheets.push(sheet)
}

/** Gives the panel's text a size, 1 being the reader's own; the style sheet does the rest. Set by script, it passes a page's strict content policy. */
export function showTextSize(size: number): void {
  shadow()?.querySelector<HTMLElement>('.root')?.style.setProperty('--text-size', String(size))
}
