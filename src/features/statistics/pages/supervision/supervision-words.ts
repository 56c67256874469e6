import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../../knowledge/messages/console-supervision-page.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/console-supervision-page.fr.json' with { type: 'json' }
import type { StaffLanguage } from '../../../../platform/model/language.js'
import type { ChartWords } from '../../../../ui/kit/chart.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'
import { isWordKey, translator } from '../../../../ui/kit/words.js'

type Key = keyof typeof fr

/** The sentences of the supervision in one language. They are loaded with it, apart from those of the console. */
export interface SupervisionWords extends PageWords<Key> {
  /** Words made from the server's own: `named('category', 'animaux')`; the console's own where it has them, the key itself where nobody has. */
  named(what: string, key: string): string
}

const inLanguage = pageWords<Key>(fr, en)

/** The sentences of the supervision. */
export function supervisionWords(language: StaffLanguage): SupervisionWords {
  const words = inLanguage(language)
  return {
    ...words,
    named(what, key) {
      const name = `${what}.${key}`
      if (words.has(name)) return words.say(name)
      return isWordKey(name) ? translator(language)(name) : key
    },
  }
}

/** Carries the sentences down to the plots and tables, wherever these are shown. */
export const SupervisionWordsContext = createContext<SupervisionWords | null>(null)

/** The sentences of the supervision in the reader's language. @throws when no {@link SupervisionWordsContext} is around */
export function useSupervisionWords(): SupervisionWords {
  const words = useContext(SupervisionWordsContext)
  if (!words) throw new Error('no words around this plot')
  return words
}

/** How the charts are read, in words. */
export function chartWords({ say }: SupervisionWords): ChartWords {
  return { help: say('plotHelp'), show: say('showNumbers'), hide: say('hideNumbers') }
}
