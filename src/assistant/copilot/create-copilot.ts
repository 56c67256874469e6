import type { Copilot } from '../../features/handoffs/copilot.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { answerAtDesk } from '../answer-at-desk.js'
import type { AssistantContext } from '../assistant-context.js'
import { toLeftMessage } from '../routes/left-message.js'
import { findEntries, MOST_SUGGESTED_ENTRIES, suggest } from './suggest.js'

/** The assistant as agents use it. */
export function createCopilot(assistant: AssistantContext): Copilot {
  const { mask, say } = assistant
  return {
    async suggest(talk) {
      const suggested = await suggest(assistant, talk)
      return { ...suggested, entries: suggested.entries.slice(0, MOST_SUGGESTED_ENTRIES) }
    },
    find: (communeId, words) => findEntries(assistant, communeId, words),
    answer: (conversation, question) => answerAtDesk(assistant, conversation, question),
    readMessage: (conversation, typed) => toLeftMessage(assistant, conversation, typed),
    languageOf: (text) => assistant.listen(text).language,
    mask: (text) => mask(cleanText(text), (kind) => say('fr', `mask.${kind}`)).text,
  }
}
