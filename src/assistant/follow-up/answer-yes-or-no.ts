import type { MessageKey } from '../../platform/model/say.js'
import { isSmallTalk } from '../signal-matcher.js'
import type { Step } from '../steps.js'
import { saysNo, saysYes } from './yes-or-no.js'

/**
 * "Oui" and "non" that stand for no button: after a card, "oui" is thanks; to who has asked "une autre question ?", "oui" begins one and "non" takes leave. They hold nothing to
 * search for, and are no question that failed.
 */
export const answerYesOrNo: Step = async (turn) => {
  const { searchable, signals } = turn.screened
  const { memory } = turn.conversation
  const isNo = saysNo(searchable)
  if (turn.input.choice || (!isNo && !saysYes(searchable))) return null
  // "Ok" and "non merci" are courtesies, unless the latter says that there is no other question.
  if (isSmallTalk(signals) && !(isNo && memory.invited)) return null
  const key = replyTo(isNo, memory)
  return {
    outcome: 'answered_small_talk',
    payloads: [{ type: 'text', text: turn.say(key) }],
    memory: { ...memory, failures: 0 },
    ...(key === 'small_talk.goodbye' ? {} : { invites: true }),
  }
}

function replyTo(isNo: boolean, { invited, shownEntryId }: { invited?: true; shownEntryId?: string }): MessageKey {
  if (invited) return isNo ? 'small_talk.goodbye' : 'small_talk.go_on'
  return !isNo && shownEntryId !== undefined ? 'small_talk.thanks' : 'small_talk.go_on'
}
