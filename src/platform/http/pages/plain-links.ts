import type { Language } from '../../model/language.js'

/** Where the pages without script are. */
export const PLAIN_PREFIX = '/sans-script'

/** Where it is told what is done with what citizens write. The widget knows this address too. */
export const NOTICE_PATH = '/confidentialite'

/** Where the chat is, as a page of its own. */
export const CHAT_PATH = '/chat'

/** The chat of a commune, in a language. */
export function chatLink(communeId: string, language: Language): string {
  return `${CHAT_PATH}?${new URLSearchParams({ commune: communeId, langue: language })}`
}

/** What is done with what citizens write to a commune, in a language. */
export function noticeLink(communeId: string, language: Language): string {
  return `${NOTICE_PATH}?${new URLSearchParams({ commune: communeId, langue: language })}`
}

/** Where to ask a question of a commune, in a language. */
export function askLink(communeId: string, language: Language): string {
  return `${PLAIN_PREFIX}?${new URLSearchParams({ commune: communeId, langue: language })}`
}

/** Where the declaration of accessibility is. */
export const DECLARATION_PATH = '/accessibilite'

/** The declaration of accessibility of a commune, in a language. */
export function declarationLink(communeId: string, language: Language): string {
  return `${DECLARATION_PATH}?${new URLSearchParams({ commune: communeId, langue: language })}`
}

/** Where truth sheets are, one a commune. */
const TRUTH_PATH = '/transparence'

/** The truth sheet of a commune, in a language: it is in French and in English. */
export function truthLink(communeId: string, language: Language): string {
  return `${TRUTH_PATH}/${encodeURIComponent(communeId)}${language === 'fr' ? '' : '?langue=en'}`
}

/** Where to learn that a conversation is erased. */
export function erasedLink(communeId: string, language: Language): string {
  return `${PLAIN_PREFIX}/effacee?${new URLSearchParams({ commune: communeId, langue: language })}`
}

/** Addresses of one conversation. They hold its key: they are for its citizen alone, never for a log. */
export interface ConversationLinks {
  base: string
  messages: string
  opinion: string
  agent: string
  stopWaiting: string
  leaveMessage: string
  end: string
  data: string
  erase: string
}

/** The addresses of a conversation, from its id and its token. */
export function conversationLinks(id: string, token: string): ConversationLinks {
  const base = `${PLAIN_PREFIX}/${encodeURIComponent(id)}/${encodeURIComponent(token)}`
  return {
    base,
    messages: `${base}/messages`,
    opinion: `${base}/avis`,
    agent: `${base}/agent`,
    stopWaiting: `${base}/attente`,
    leaveMessage: `${base}/message`,
    end: `${base}/fin`,
    data: `${base}/donnees`,
    erase: `${base}/effacer`,
  }
}

/** Fragment of the newest message. */
export const LAST_MESSAGE = 'dernier'
/** Fragment of the field. */
export const WRITE = 'ecrire'

/**
 * The conversation read again at its newest message. A browser does not load again an address that only differs by its
 * fragment: `turn` makes each one new.
 */
export function rereadLink({ base }: ConversationLinks, { turn, auto }: { turn: number; auto: boolean }): string {
  return `${base}?${auto ? 'actualiser=oui&' : ''}tour=${turn}#${LAST_MESSAGE}`
}
