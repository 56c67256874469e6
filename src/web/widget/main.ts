import { readConfiguration } from './configuration.js'
import type { defineWidget } from './guichet-widget.js'

/** The page's `<script>`; known only while the script runs. */
const script = document.currentScript
if (script instanceof HTMLScriptElement && script.dataset.commune) {
  const configuration = readConfiguration(script, document.documentElement.lang)
  // A plain script finds its own element; modules load what is used when it is used.
  void import(`${configuration.assetBase}widget/guichet-widget.js`).then(
    (module: { defineWidget: typeof defineWidget }) => module.defineWidget(configuration),
  )
}
