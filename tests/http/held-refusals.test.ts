import { describe, expect, it } from '@jest/globals'
import { AppError } from '../../src/domain/app-error.js'
import { createHeldRefusals } from '../../src/http/held-refusals.js'
import { sendErrorPage } from '../../src/http/plain/send-error-page.js'
import { silentLogger } from '../../src/storage/storage-logger.js'

describe('refusals that are held', () => {
  it('are told at once at first, then later and later to who goes on, a second at most, and to nobody else', async () => {
    let at = 0
    const waits: number[] = []
    const { hold } = createHeldRefusals(
      () => at,
      async (ms) => waits.push(ms),
    )
    for (let n = 0; n < 10; n += 1) await hold('flood')
    expect(waits).toEqual([])
    for (let n = 0; n < 100; n += 1) await hold('flood')
    expect(waits.slice(0, 3)).toEqual([25, 50, 75])
    expect(waits.at(-1)).toBe(1_000)
    await hold('calm')
    expect(waits).toHaveLength(100)
    // A new window does not begin at once for who has not stopped.
    at = 10_000
    await hold('flood')
    expect(waits.at(-1)).toBe(1_000)
    expect(waits).toHaveLength(101)
    // Who has stopped is forgotten.
    at = 40_000
    await hold('flood')
    expect(waits).toHaveLength(101)
  })

  it('keep a bounded number of connections', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let held = 0
    const { hold } = createHeldRefusals(
      () => 0,
      () => {
        held += 1
        return gate
      },
    )
    const all = Array.from({ length: 2_500 }, () => hold('flood'))
    expect(held).toBe(2_000)
    release()
    await Promise.all(all)
  })

  it('are held at the door without script too', async () => {
    const context = {
      logger: silentLogger,
      securityEvents: { refused: () => {} },
      limits: { callerKey: () => 'flood' },
      heldRefusals: { hold: (caller: string) => Promise.reject(new Error(`${caller} waits`)) },
    }
    const send = (code: string) =>
      sendErrorPage(
        context as never,
        {} as never,
        { headersSent: true, destroy: () => {} } as never,
        new AppError(code, 429),
      )
    await expect(send('too_many_requests')).rejects.toThrow('flood waits')
    await expect(send('text_empty')).resolves.toBeUndefined()
  })
})
