import { expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { at, claim, conversation, handoff, message } from '../contract/sample-inputs.js'
import { makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'

const AGENTS = ['anne', 'basile', 'chloé']
const HANDOFFS = 40
const CLAIMS = 1_000

/** A number in [0, 1) that looks drawn, the same at each run. */
function drawn(n: number): number {
  return (Math.sin(n * 12.9898) * 43758.5453) % 1
}

it('gives each of many handoffs to exactly one agent, when three claim them a thousand times at once', async () => {
  const folder = await makeTemporaryFolder()
  const store = await openLowdbStore({ dataDir: folder })
  try {
    const ids: string[] = []
    for (let n = 0; n < HANDOFFS; n += 1) {
      await store.createConversation(conversation(`c${n}`), [])
      const result = await store.requestHandoff(handoff(`c${n}`), message('system', 'un agent arrive'))
      if ('handoff' in result) ids.push(result.handoff.id)
    }
    const joined = (name: string) => message('system', `${name} a rejoint la conversation`)
    const claims = Array.from({ length: CLAIMS }, (_, n) => ({
      id: ids[n % HANDOFFS] ?? '',
      agent: AGENTS[Math.floor(Math.abs(drawn(n)) * AGENTS.length)] ?? '',
    }))
    const results = await Promise.all(
      claims.map(({ id, agent }) => store.applyToHandoff(id, claim(agent), joined(agent))),
    )
    const winners = new Map<string, string[]>(ids.map((id) => [id, []]))
    for (const [n, { id, agent }] of claims.entries())
      if (results[n]?.outcome === 'applied') winners.get(id)?.push(agent)
    expect([...winners.values()].map(({ length }) => length)).toEqual(Array(HANDOFFS).fill(1))
    expect(new Set([...winners.values()].flat())).toEqual(new Set(AGENTS))
    const refused = results.filter((result) => result.outcome === 'refused')
    expect(refused).toHaveLength(CLAIMS - HANDOFFS)
    // Who lost is told by whom, and the citizen is told once.
    for (const [n, { id }] of claims.entries()) {
      const result = results[n]
      const holder = winners.get(id)?.[0]
      if (result?.outcome === 'refused') expect([result.refusal, result.handoff.agentId]).toEqual(['taken', holder])
    }
    await store.close()
    const again = await openLowdbStore({ dataDir: folder })
    for (const [id, [winner]] of winners) {
      const stored = await again.getHandoff(id)
      expect(stored).toMatchObject({ status: 'assigned', agentId: winner, assignedAt: at(3) })
      expect(await again.listMessages(stored?.conversationId ?? '', 0)).toHaveLength(2)
      expect((await again.listHandoffSteps(id)).map(({ by }) => by)).toEqual([`Agent ${winner}`])
    }
    await again.close()
  } finally {
    await removeFolder(folder)
  }
})
