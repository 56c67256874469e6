import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { runCalibrate } from '../../src/commands/calibrate.js'
import { hearCommand } from './hear-command.js'

afterEach(() => {
  jest.restoreAllMocks()
})

describe('npm run calibrate', () => {
  const set = ['--set', 'town=knowledge']
  const leaveOut = [...set, '--leave-out', 'features']

  it.each([
    { argv: [], complaint: 'at least one --set, or --talks, is needed' },
    { argv: [...set, '--leave-out', 'bases'], complaint: '--leave-out is one of features, sources' },
    { argv: [...leaveOut, '--sides', 'fused,dense'], complaint: '--sides are some of fused,abroad,lexical' },
    { argv: [...set, '--sides', 'fused'], complaint: '--sides goes with --leave-out' },
    { argv: [...leaveOut, '--networks', '0'], complaint: '--networks is a whole number, 1 at least' },
  ])('refuses what it does not understand: $complaint', async ({ argv, complaint }) => {
    const said = hearCommand()
    expect(await runCalibrate(argv)).toBe(2)
    expect(said()).toContain(`calibrate: ${complaint}`)
  })
})
