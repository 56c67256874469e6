import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { openSession } from '../../../src/features/accounts/pages/sign-in/session-calls.js'
import { AdminApi } from '../../../src/ui/admin/admin-api.js'

const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})

/** A server whose session ends. */
function endedSession() {
  const asked: string[] = []
  const state = { isOpen: false }
  globalThis.fetch = (async (input: unknown, init?: RequestInit) => {
    asked.push(`${init?.method} ${String(input)}`)
    return state.isOpen ? Response.json({ ok: true }) : Response.json({ code: 'sign_in_required' }, { status: 401 })
  }) as typeof fetch
  return { asked, state }
}

describe('a call whose session has ended', () => {
  it('waits until the same person has signed in again, then is made, all in one question', async () => {
    const { asked, state } = endedSession()
    const api = new AdminApi(() => 'fr')
    const answers: ((same: boolean) => void)[] = []
    api.askAgain = jest.fn(() => new Promise<boolean>((resolve) => answers.push(resolve)))
    const calls = [
      api.call('PUT', '/admin/entries/piscine/draft', {}),
      api.call('GET', '/admin/gate'),
      api.sendFile('/admin/exchange', new Blob(['x']), 'text/csv'),
    ]
    await new Promise((resolve) => setTimeout(resolve, 20))
    calls.push(api.call('GET', '/admin/gate'))
    expect(asked).toHaveLength(3)
    state.isOpen = true
    expect(answers).toHaveLength(1)
    answers[0]?.(true)
    expect(await Promise.all(calls)).toEqual([{ ok: true }, { ok: true }, { ok: true }, { ok: true }])
    expect(asked.filter((one) => one.endsWith('/gate'))).toHaveLength(2)
  })

  it('keeps back what is written meanwhile: whoever else signs in at that page is not its author', async () => {
    const { asked, state } = endedSession()
    const api = new AdminApi(() => 'fr')
    const answers: ((same: boolean) => void)[] = []
    api.askAgain = jest.fn(() => new Promise<boolean>((resolve) => answers.push(resolve)))
    const preview = api.call('POST', '/admin/entries/piscine/preview', {})
    await new Promise((resolve) => setTimeout(resolve, 20))
    // Somebody else's session is open in this browser by now.
    state.isOpen = true
    await openSession(api, { email: 'lin@ville.fr', password: 'juste' })
    const draft = api.call('PUT', '/admin/entries/piscine/draft', {})
    const file = api.sendFile('/admin/exchange', new Blob(['x']), 'text/csv')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked.filter((one) => /PUT|exchange/.test(one))).toEqual([])
    answers[0]?.(true)
    expect(await Promise.all([preview, draft, file])).toEqual([{ ok: true }, { ok: true }, { ok: true }])
  })

  it('is held, whatever it is, while the browser is signed in for somebody else', async () => {
    const { asked, state } = endedSession()
    state.isOpen = true
    const api = new AdminApi(() => 'fr')
    const release = api.hold()
    const calls = [api.call('GET', '/admin/gate'), api.call('PUT', '/admin/entries/piscine/draft', {})]
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked).toEqual([])
    await api.call('GET', '/session')
    expect(asked).toHaveLength(1)
    release()
    expect(await Promise.all(calls)).toEqual([{ ok: true }, { ok: true }])
    await api.call('GET', '/admin/gate')
    expect(asked).toHaveLength(4)
  })

  it('fails when somebody else signs in, and signing in itself asks nothing', async () => {
    endedSession()
    const api = new AdminApi(() => 'fr')
    const ask = jest.fn(async () => false)
    api.askAgain = ask
    await expect(api.call('GET', '/admin/entries')).rejects.toMatchObject({ status: 401 })
    expect(ask).toHaveBeenCalledTimes(1)
    await expect(openSession(api, { email: 'ada@ville.fr', password: 'faux' })).rejects.toMatchObject({ status: 401 })
    expect(ask).toHaveBeenCalledTimes(1)
  })
})

it('while somebody sees as another role, reads everything and sends nothing that writes', async () => {
  const { asked, state } = endedSession()
  state.isOpen = true
  const api = new AdminApi(() => 'fr')
  api.readsOnly = 'Rien n’est enregistré.'
  await expect(api.call('PUT', '/admin/alert', {})).rejects.toMatchObject({ status: 403, message: api.readsOnly })
  await expect(api.sendFile('/admin/exchange', new Blob(['x']), 'text/csv')).rejects.toMatchObject({ status: 403 })
  await api.call('GET', '/admin/alert')
  expect(asked).toEqual(['GET /api/v1/admin/alert'])
})
