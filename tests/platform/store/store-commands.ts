import type { Store } from '../../../src/store/store.js'
import { at, claim, conversation, handoff, message, turn as sampleTurn, UNTOLD } from '../../contract/sample-inputs.js'
import { fc } from '../../properties.js'

export const IDS = ['one', 'two']
const STATUSES = ['pending', 'assigned', 'resolved', 'expired', 'cancelled'] as const

/** A verb to run; answers what came of it, without the ids that each store draws for itself. */
type Command = (store: Store) => Promise<string>

const commandOn = (id: string, clientId: string, replyCount: number): Record<string, Command> => {
  const notice = message('system', 'avis')
  const onOpen = (act: (store: Store, handoffId: string) => Promise<{ outcome: string }>) => async (store: Store) => {
    const open = await store.findOpenHandoff(id)
    return open ? (await act(store, open.id)).outcome : 'none_open'
  }
  const replies = Array.from({ length: replyCount }, () => message('assistant', 'réponse'))
  return {
    turn: async (store) => (await store.appendTurn(sampleTurn(id, clientId, { replies }))).outcome,
    citizen: async (store) => (await store.appendMessage(id, message('citizen', 'bonjour', { clientId }))).outcome,
    agent: async (store) => (await store.appendMessage(id, message('agent', 'bonjour'))).outcome,
    request: async (store) => (await store.requestHandoff(handoff(id), notice)).outcome,
    claim: onOpen((store, handoffId) => store.applyToHandoff(handoffId, claim('anne'), notice)),
    resolve: onOpen((store, handoffId) =>
      store.applyToHandoff(handoffId, { type: 'resolve', agentId: 'anne', resolution: 'answered', at: at(5) }, notice),
    ),
    expire: onOpen((store, handoffId) => store.applyToHandoff(handoffId, { type: 'expire', at: at(7) }, UNTOLD)),
    close: (store) => store.closeConversation(id, at(9), notice),
    erase: (store) => store.eraseConversation(id),
    create: (store) =>
      store.createConversation(conversation(id), [notice]).then(
        () => 'created',
        (error) => error.code,
      ),
  }
}

const NAMES = Object.keys(commandOn('', '', 0))
/** One verb on one of {@link IDS}. */
export const command = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom(...IDS),
    fc.constantFrom('c1', 'c2', 'c3'),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([name, id, clientId, replyCount]) => ({ name, id, clientId, replyCount }))

/** A verb, as {@link command} draws it. */
export interface GeneratedCommand {
  name: string
  id: string
  clientId: string
  replyCount: number
}

/** Runs one verb. @returns what came of it */
export async function runOne(store: Store, { name, id, clientId, replyCount }: GeneratedCommand): Promise<string> {
  return (await commandOn(id, clientId, replyCount)[name]?.(store)) ?? ''
}

/** Everything that the commands may have changed. */
export async function contentOf(store: Store) {
  const transcripts = await Promise.all(IDS.map((id) => store.getTranscript(id)))
  return { transcripts, handoffs: await store.listHandoffs('bourg', STATUSES) }
}

/** Runs commands, those of one group all at once, each on one of the stores in turn: they keep the same things. */
export async function run(
  stores: Store | readonly Store[],
  groups: Parameters<typeof runGroup>[1][],
): Promise<string[]> {
  const all = [stores].flat()
  let next = 0
  const turn = () => all[next++ % all.length] as Store
  for (const id of IDS) await turn().createConversation(conversation(id), [])
  const outcomes: string[] = []
  for (const group of groups) outcomes.push(...(await runGroup(turn, group)))
  return outcomes
}

function runGroup(turn: () => Store, group: GeneratedCommand[]) {
  return Promise.all(group.map((one) => runOne(turn(), one)))
}
