import { readConfiguration } from './configuration.js'
import { defineWidget } from './guichet-widget.js'

/** The page's `<script>`; known only while the script runs. */
const script = document.currentScript
if (script instanceof HTMLScriptElement && script.dataset.commune) {
  defineWidget(readConfiguration(script, document.documentElement.lang))
}
