import { baseOf } from './base-of.js'
import type { defineWidget } from './guichet-widget.js'

/** The page's `<script>`; known only while the script runs. */
const script = document.currentScript
if (script instanceof HTMLScriptElement && script.dataset.commune) {
  const base = `${baseOf(script)}assets/widget/`
  // The looks come beside the code, as the attributes ask for them: the launcher is never seen to change. Without them, it has its own.
  const looks = fetch(
    `${base}theme-${script.dataset.commune}.css?${new URLSearchParams(script.dataset as Record<string, string>)}`,
    {
      credentials: 'omit',
    },
  ).then(
    (response) => response.text(),
    () => '',
  )
  // A plain script finds its own element; modules load what is used when it is used.
  void import(`${base}guichet-widget.js`).then(async (module: { defineWidget: typeof defineWidget }) =>
    module.defineWidget(script, await looks),
  )
}
