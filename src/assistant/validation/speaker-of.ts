import type { Conversation } from '../../platform/model/conversation.js'
import type { SpokenLanguage } from '../../platform/model/language.js'
import { type AssistantContext, sayIn } from '../assistant-context.js'
import { tellingMoment } from '../telling-moment.js'
import type { Speaker } from '../turn-draft.js'

/** What it takes to speak to a citizen outside a turn of hers, in a language. */
export async function speakerOf(
  context: AssistantContext,
  conversation: Conversation,
  language: SpokenLanguage,
): Promise<Speaker> {
  const inFrench = new Set<string>()
  return {
    conversation,
    snapshot: await context.snapshotOf(conversation.communeId),
    language,
    say: sayIn(context.say, language, (sentence) => inFrench.add(sentence)),
    inFrench,
    momentIn: (spoken) => tellingMoment(context, spoken),
    hearAspects: (words) => context.hearAspects(words, [language, 'fr']),
  }
}
