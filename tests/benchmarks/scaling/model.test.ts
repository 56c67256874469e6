import { describe, expect, it } from '@jest/globals'
import { HOURS, type Measured, sizeOf, USUAL } from '../../../benchmarks/scaling/model.js'

const MEASURED: Measured = {
  ...{ messageMs: 10, serverMb: 400, communeMb: 2, databaseKb: 2, conversationKb: 0.2, openingMs: 0.5, idleShare: 0 },
}
const ASSUMED = {
  ...USUAL,
  ...{ inhabitants: 1_000, messagesPerInhabitant: 365.25, messagesPerConversation: 5, keptDays: 10, peakDay: 1 },
  ...{ loadedCommunes: 3, serverEuros: 100, databaseEuros: 1_000, openingS: 10 },
}

describe('sizeOf', () => {
  it('gives one commune one server, with its folder', () => {
    const sized = sizeOf(1, MEASURED, ASSUMED)
    // 1,000 messages a day: 200 conversations, kept ten days.
    expect(sized).toMatchObject({ groups: 1, servers: 1, conversations: 2_000, eurosAYear: 100 })
    expect(sized.serverMb).toBeCloseTo(400 + 2 + 0.4)
    expect(sized.databaseGb).toBeCloseTo(2_000 * 5 * 2e-6)
    expect(sized.peakPerSecond).toBeCloseTo((1_000 * Math.max(...HOURS)) / 3_600)
    expect(sized.whAMessage).toBeCloseTo((0.01 * 10 * 1.56) / 3_600)
  })

  it('makes several groups of what one could not open in time, two servers each at least', () => {
    // 100 communes keep 200,000 conversations: 100 s to open, ten groups of ten seconds.
    const sized = sizeOf(100, MEASURED, ASSUMED)
    expect(sized).toMatchObject({ groups: 10, servers: 20, eurosAYear: 20 * 100 + 10 * 1_000 })
    expect(sized.serverMb).toBeCloseTo(400 + 3 * 2 + 20_000 * 0.0002)
  })

  it('adds servers where the busiest hour takes more than they may', () => {
    const slow = { ...MEASURED, messageMs: 10_000, openingMs: 0.001 }
    const { peakPerSecond, servers } = sizeOf(10, slow, ASSUMED)
    expect(servers).toBe(Math.ceil((peakPerSecond * 10) / ASSUMED.utilisation))
  })

  it('has all of a day in its hours', () => {
    expect(HOURS).toHaveLength(24)
    expect(HOURS.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  })
})
