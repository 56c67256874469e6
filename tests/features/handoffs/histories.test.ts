import { describe, expect, it } from '@jest/globals'
import { TELLING_BY_ACTION } from '../../../src/features/handoffs/telling.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { fc } from '../../properties.js'
import { type Applied, HistoryWorld, histories, MOST_HELD_S } from './history-world.js'

describe('whatever happens in a reception, with two servers', () => {
  it(`holds nobody by an agent who left more than ${MOST_HELD_S} s ago, and tells each citizen what changes for her, or declares why not`, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(histories, async (all) => {
        const world = await HistoryWorld.open()
        for (const one of all) await world.live(one)
        await world.pass(MOST_HELD_S + 30)
        expect([...world.stranded]).toEqual([])
        expect(world.applied.flatMap(faultsOf)).toEqual([])
        for (const { action } of world.applied) seen.add(action.type)
      }),
      { numRuns: 500 },
    )
    // A property over histories in which nothing happens would say nothing.
    for (const type of ['claim', 'release', 'lose', 'transfer', 'snooze', 'wake', 'take_over', 'reopen', 'resolve'])
      expect(seen).toContain(type)
  }, 180_000)
})

/** What her citizen should have been told of a transition and was not. */
function faultsOf({ former, action, handoff, told, stored }: Applied): string[] {
  const { type } = action
  if (stored.messages > 1) return [`${type}: told twice`]
  if (stored.messages === 1) {
    const { mail } = TELLING_BY_ACTION[type]
    const isMailed = mail === 'always' || (mail === 'first' && former.firstTakenAt === undefined)
    return stored.mails === (isMailed && handoff.contact?.email ? 1 : 0) ? [] : [`${type}: ${stored.mails} mails`]
  }
  if (asSeen(former) === asSeen(handoff)) return []
  const reasons: readonly string[] = TELLING_BY_ACTION[type].silent
  return 'silent' in told && reasons.includes(told.silent) ? [] : [`${type} of a ${handoff.kind}: silent`]
}

/** What a citizen sees of her request: whether it waits, who has it, whether it is put aside. */
function asSeen({ status, agentName, snoozedUntil }: Handoff): string {
  return [status, agentName, snoozedUntil !== undefined].join()
}
