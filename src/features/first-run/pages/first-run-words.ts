import en from '../../../../knowledge/messages/admin-first-run.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-first-run.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the first run. */
export type FirstRunWord = keyof typeof fr
/** The sentences of the first run in one language. */
export type FirstRunWords = PageWords<FirstRunWord>

/** The sentences of the first run. */
export const firstRunWords = pageWords<FirstRunWord>(fr, en)
