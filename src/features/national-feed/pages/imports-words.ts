import en from '../../../../knowledge/messages/admin-imports.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-imports.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the national pages. */
export type ImportsWordKey = keyof typeof fr
/** The sentences of the national pages in one language. */
export type ImportsWords = PageWords<ImportsWordKey>

/** The sentences of the national pages. */
export const importsWords = pageWords<ImportsWordKey>(fr, en)

/** Where the calls about the national feed are. */
export const FEED_PATH = '/admin/imports/service-public'
