import { foldedWords } from '../../platform/text/fold-text.js'
import { saidWords } from './place-said.js'

const YES = /^(?:(?:oui|ouais|ok|d accord|exact|exactement|voila|tout a fait|bien sur|c est (?:bien )?(?:ca|cela)) ?)+$/
const NO = /^(?:non ?)+(?:c est (?:bon|tout) ?)?(?:merci)?$/
/** The same in the other languages that are heard, folded. */
const YES_ELSEWHERE = /^(?:(?:yes|yeah|yep|sure|okay|si|claro|vale|sim|так|да|добре|نعم|اجل|حسنا|طيب|evet|da|ja) ?)+$/
const NO_ELSEWHERE =
  /^(?:no|nope|nao|ні|нет|لا|hayır|nu|nein)(?: (?:thanks|thank you|gracias|obrigad[oa]|дякую|شكرا|danke|grazie))?$/
/** Yes to what was asked or offered: "ok merci" ends a talk more often than it goes on with it. */
const ACCEPTS =
  /^(?:(?:oui merci|oui|ouais|ok|d accord|exact|exactement|voila|tout a fait|bien sur|c est (?:bien )?(?:ca|cela)|volontiers|avec plaisir|je (?:le )?veux bien|s il (?:vous|te) plait|svp|stp) ?)+$/

/** Whether a message says yes, politely or not, and nothing else: in French, or in a word or two of another language. Pure. */
export function saysYes(text: string): boolean {
  return YES.test(saidWords(text)) || YES_ELSEWHERE.test(wordsOf(text))
}

/** Whether a message says no and nothing else, as {@link saysYes}. Pure. */
export function saysNo(text: string): boolean {
  const words = wordsOf(text)
  return NO.test(words) || NO_ELSEWHERE.test(words)
}

/** Whether a message says yes to a question or an offer, rather than thanks for what was said. Pure. */
export function accepts(text: string): boolean {
  const words = wordsOf(text)
  return ACCEPTS.test(words) || YES_ELSEWHERE.test(words)
}

function wordsOf(text: string): string {
  return foldedWords(text).join(' ')
}
