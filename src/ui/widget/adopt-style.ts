/** Adds a style sheet to the widget of this page: of a part that has just been loaded. */
export function adoptStyle(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.querySelector('guichet-widget')?.shadowRoot?.adoptedStyleSheets.push(sheet)
}
