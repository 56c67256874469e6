import en from '../../../../knowledge/messages/console-remote.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/console-remote.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** The sentences of the page of one request on a phone, in one language. */
export type ReplyWords = PageWords<keyof typeof fr>

/** The sentences of the page of one request on a phone. */
export const replyWords = pageWords<keyof typeof fr>(fr, en)
