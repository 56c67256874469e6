import en from '../../../../../knowledge/messages/admin-answers.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-answers.fr.json' with { type: 'json' }
import { pageWords } from '../../../../ui/kit/page-words.js'

/** The sentences of the switch of the answers. */
export const answersWords = pageWords<keyof typeof fr>(fr, en)
