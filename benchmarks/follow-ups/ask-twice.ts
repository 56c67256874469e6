import { randomUUID } from 'node:crypto'
import { mustCall } from '../talks/json-client.js'

/** What a citizen is shown for a message: an entry, entries to choose from, or neither. */
export interface Shown {
  entry: string | null
  /** Sections of it that are shown; `null` for the whole. */
  sections: string[] | null
  proposed: readonly string[]
}

/** The button of a guide that shows its entry for all cases. */
const GENERAL = 'guide:general'

/** Where it is said. */
export interface Asked {
  address: string
  ends: ReadonlyMap<string, readonly string[]>
}

interface Reply {
  payload:
    | { type: 'card'; answer: { entryId: string; asked?: string[] } }
    | { type: 'choice'; options: { value: string }[] }
    | { type: 'text' }
}

/**
 * Says messages in one new conversation of the demonstration town.
 * @param ends where guides lead: a guide that asks proposes them
 * @returns what the last one brought @throws Error when the server refuses
 */
export async function sayAll({ address, ends }: Asked, messages: readonly string[]): Promise<Shown> {
  const opened = await mustCall('POST', `${address}/api/v1/conversations`, {
    body: { communeId: 'villebourg', language: 'fr' },
  })
  const { id } = opened.body.conversation ?? opened.body
  let shown: Shown = { entry: null, sections: null, proposed: [] }
  const say = async (message: { text: string; choice?: string }): Promise<Reply[]> => {
    const { body } = await mustCall('POST', `${address}/api/v1/conversations/${id}/messages`, {
      headers: { authorization: `Bearer ${opened.body.token}` },
      body: { ...message, clientId: randomUUID() },
    })
    return body.replies
  }
  for (const [index, text] of messages.entries()) {
    const replies = await say({ text })
    const isAsked = index === messages.length - 1 && optionsOf(replies).includes(GENERAL)
    shown = shownBy(replies)
    if (!isAsked) continue
    const { entry } = shownBy(await say({ text: 'Voir la fiche', choice: GENERAL }))
    shown = { ...shown, proposed: ends.get(entry ?? '') ?? [] }
  }
  return shown
}

function optionsOf(replies: readonly Reply[]): string[] {
  return replies.flatMap(({ payload }) => (payload.type === 'choice' ? payload.options.map(({ value }) => value) : []))
}

function shownBy(replies: readonly Reply[]): Shown {
  const payloads = replies.map(({ payload }) => payload)
  const card = payloads.find((payload) => payload.type === 'card')
  return {
    entry: card?.answer.entryId ?? null,
    sections: card?.answer.asked ?? null,
    proposed: optionsOf(replies).flatMap((value) => (value.startsWith('entry:') ? [value.slice('entry:'.length)] : [])),
  }
}
