import { describe, expect, it } from '@jest/globals'
import { createHeldRefusals } from '../../../src/platform/http/held-refusals.js'
import { sendErrorPage } from '../../../src/platform/http/pages/send-page.js'
import { holdRefusal } from '../../../src/platform/http/problem.js'
import { AppError } from '../../../src/platform/model/app-error.js'
import { silentLogger } from '../../../src/platform/store/seal-check-file.js'

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
    // A new window does not begin at once for whoever has not stopped.
    at = 10_000
    await hold('flood')
    expect(waits.at(-1)).toBe(1_000)
    expect(waits).toHaveLength(101)
    // Who has stopped is forgotten.
    at = 40_000
    await hold('flood')
    expect(waits).toHaveLength(101)
  })

  it('keep a bounded number of connections, of one caller and in all: the others are told at once', async () => {
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
    const many = (caller: string, count: number) => Array.from({ length: count }, () => hold(caller))
    const floods = Array.from({ length: 19 }, (_, n) => many(`flood ${n}`, 150)).flat()
    expect(held).toBe(1_900)
    // Each of the last ones has little; together they have what is left.
    const crowd = Array.from({ length: 50 }, (_, n) => many(`one of a crowd ${n}`, 20)).flat()
    expect(held).toBe(2_000)
    release()
    const told = await Promise.all([...floods, ...crowd])
    expect(told.slice(0, 150)).toEqual([...Array(110).fill('told'), ...Array(40).fill('full')])
    expect(told.slice(19 * 150, 19 * 150 + 20)).toEqual(Array(20).fill('told'))
    expect(told.slice(-20)).toEqual([...Array(10).fill('told'), ...Array(10).fill('full')])
    // What is over makes room.
    expect(await hold('one of a crowd 49')).toBe('told')
    expect(held).toBe(2_001)
  })

  it('keep no connection beyond: it ends with what is told', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const { hold } = createHeldRefusals(
      () => 0,
      () => gate,
    )
    const connections: (string | undefined)[] = []
    const refuse = (length: string, error: AppError) => {
      const response = { headersSent: false, set: (_: string, value: string) => connections.push(value) }
      const request = { get: (name: string) => (name === 'content-length' ? length : undefined) }
      const witnesses = { limits: { callerKey: () => 'flood' }, heldRefusals: { hold } }
      return holdRefusal(error, { request, response } as never, witnesses as never)
    }
    const all = Array.from({ length: 111 }, () => refuse('2', new AppError('too_many_requests', 429)))
    await all[110]
    expect(connections).toEqual(['close'])
    // A body that no page of ours would send, whatever is wrong with it; not what is the server's own fault, nor a short one.
    await refuse('20000', new AppError('text_too_long', 422))
    expect(connections).toEqual(['close', 'close'])
    await refuse('2000', new AppError('text_too_long', 422))
    await refuse('20000', new AppError('internal', 500))
    expect(connections).toHaveLength(2)
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
        { get: () => undefined } as never,
        { headersSent: true, destroy: () => {} } as never,
        new AppError(code, 429),
      )
    await expect(send('too_many_requests')).rejects.toThrow('flood waits')
    await expect(send('text_empty')).resolves.toBeUndefined()
  })
})
