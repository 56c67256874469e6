import { render } from 'preact'
import type { ScriptTag } from './base-of.js'
import { readConfiguration } from './configuration.js'
import css from './widget.css'
import { Widget } from './widget.js'

const NAME = 'guichet-widget'

/**
 * Registers `<guichet-widget>` and puts one at the end of the page, unless the page has placed its own. A second script does nothing.
 * @param looks style sheet of the commune and of the page, over the widget's own
 */
export function defineWidget(script: ScriptTag, looks: string): void {
  if (customElements.get(NAME)) return
  const configuration = readConfiguration(script, document.documentElement.lang)
  customElements.define(
    NAME,
    class extends HTMLElement {
      connectedCallback(): void {
        if (this.shadowRoot) return
        const root = this.attachShadow({ mode: 'open' })
        // A constructable sheet is the only style that a page's strict Content-Security-Policy lets through.
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(css + looks)
        root.adoptedStyleSheets = [sheet]
        render(<Widget configuration={configuration} />, root)
      }
    },
  )
  if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME))
}
