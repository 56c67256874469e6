import { API_PREFIX } from '../../platform/http/route.js'
import { type Language, toLanguage } from '../../platform/model/language.js'
import { baseOf, type ScriptTag } from './base-of.js'

/** What the page's `<script>` says of what the widget does; how it looks and where it stands is the server's to read (`features/settings/looks/`). */
export interface Configuration {
  communeId: string
  language: Language
  /** What the launcher says in that language, in place of its own words. */
  label: string | undefined
  /** Whether the panel is alone in its page: open, and never closed. */
  whole: boolean
  /** Address of the API, without a final slash: beside the script, wherever the page is. */
  apiBase: string
  /** Address of what the build puts beside the script, with its final slash. */
  assetBase: string
}

/** Reads the attributes of the script element: `data-commune`, `data-language` (otherwise the page's own), `data-label`, and `data-display`, which the server's own pages use. */
export function readConfiguration(script: ScriptTag, pageLanguage: string): Configuration {
  const base = baseOf(script)
  const { commune = '', language = pageLanguage, label, display } = script.dataset
  return {
    communeId: commune,
    language: toLanguage(language),
    label,
    whole: display === 'page',
    apiBase: base + API_PREFIX.slice(1),
    assetBase: `${base}assets/`,
  }
}
