import type { Say } from '../../platform/model/say.js'
import type { ReplyWay, RequestToTell } from '../remote-replies/reply-way.js'
import type { TchapStore } from './tchap-verbs.js'

/** What telling agents in Tchap needs. */
export interface TchapWayNeeds {
  store: Pick<TchapStore, 'readTchap' | 'addTchapNotice'>
  say: Say
  /** Whether words of citizens and agents may pass through rooms that their homeserver can read. */
  carriesText: boolean
}

/** Agents are told in the room that they share with the bot, and answer in the thread of what they were told. */
export function createTchapWay(needs: TchapWayNeeds): ReplyWay {
  const { store } = needs
  return {
    id: 'tchap',
    reaches: async ({ id }) => (await store.readTchap()).links.some(({ userId }) => userId === id),
    async tell(telling) {
      const { notice, agent, handoff } = telling
      await store.addTchapNotice({
        ...{ id: notice.id, userId: agent.id, handoffId: handoff.id },
        text: textOf(needs, telling),
        at: notice.at,
      })
      return undefined
    },
  }
}

/** Without the words of the citizen unless they may be carried: then the link alone leads to them. */
function textOf(
  { say, carriesText }: TchapWayNeeds,
  { notice: { language }, handoff, question, link }: RequestToTell,
): string {
  const kind = handoff.kind === 'message' || handoff.kind === 'callback' ? handoff.kind : 'live'
  const words = (key: Parameters<Say>[1]) =>
    say(language, key, { reference: handoff.reference ?? '', link: link ?? '' })
  const text = [
    words(`tchap.waits.${kind}`),
    carriesText ? question.replace(/^/gm, '> ') : '',
    carriesText ? words('tchap.answer_here') : '',
    link === null ? '' : words('tchap.open'),
  ]
  return text.filter((part) => part !== '').join('\n\n')
}
