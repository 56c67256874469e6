import ar from '../../../../knowledge/messages/widget-extras.ar.json' with { type: 'json' }
import en from '../../../../knowledge/messages/widget-extras.en.json' with { type: 'json' }
import es from '../../../../knowledge/messages/widget-extras.es.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/widget-extras.fr.json' with { type: 'json' }
import pt from '../../../../knowledge/messages/widget-extras.pt.json' with { type: 'json' }
import ro from '../../../../knowledge/messages/widget-extras.ro.json' with { type: 'json' }
import ru from '../../../../knowledge/messages/widget-extras.ru.json' with { type: 'json' }
import tr from '../../../../knowledge/messages/widget-extras.tr.json' with { type: 'json' }
import uk from '../../../../knowledge/messages/widget-extras.uk.json' with { type: 'json' }
import { directionOf, type Language } from '../../../domain/language.js'

/** Key of a sentence of the parts loaded on demand, in `knowledge/messages/widget-extras.<language>.json`. */
export type ExtraKey = keyof typeof fr
/** Says one of these sentences, its `{places}` filled. */
export type SayExtra = (key: ExtraKey, values?: Record<string, string>) => string

const WORDS: Record<Language, Record<ExtraKey, string>> = { fr, en, ar, pt, es, uk, ru, tr, ro }

/** The sentences of the parts loaded on demand: they travel with these parts, not with the widget. From right to left, what fills a place keeps its own direction. */
export function extraWords(language: Language): SayExtra {
  return (key, values = {}) =>
    WORDS[language][key].replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name] ?? place
      return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : value
    })
}
