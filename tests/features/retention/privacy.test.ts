import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SCREEN_EXAMPLES } from '../../../src/features/retention/pages/screen-section.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let admin: StaffMember
beforeAll(async () => {
  const privacy = { controller: 'Commune de Zedville', dpoEmail: 'dpo@zedville.example', retentionDays: 90 }
  server = await startTestServer({
    captureLogs: true,
    communes: [
      { id: 'zedville', nom: 'Zedville', privacy: { ...privacy, retention: { unanswered: 0, contacts: 15 } } },
    ],
  })
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
})
afterAll(() => server.stop())

describe('GET /confidentialite', () => {
  it.each(LANGUAGES)('says everything in %s, without script, cookie or anything from elsewhere', async (language) => {
    const { status, text, headers } = await server.fetch(`/confidentialite?langue=${language}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toMatch(/<script|<style| style=|<img/)
    expect(text).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(text).toContain('Commune de Villebourg-sur-Loire (démonstration)')
    for (const needed of ['dpo@villebourg.example', 'https://www.cnil.fr/fr/plaintes', 'cookie'])
      if (language !== 'ar' || needed !== 'cookie') expect(text).toContain(needed)
    // How long the conversation, the contact details, the questions and the figures are kept.
    for (const days of ['30', '180', '1095']) expect(text.replace(/[\u2068\u2069]/g, '')).toContain(days)
    expect(text).not.toMatch(/notice\.|privacy\.|[{}]/)
  })

  it('says in French what the law asks for', async () => {
    const text = plainSpaces((await server.fetch('/confidentialite?langue=fr')).text)
    for (const words of [
      'mission d’intérêt public',
      'intelligence artificielle',
      'ne vaut pas saisine',
      'Aucun cookie',
      'après que votre demande a été traitée',
      'saisir la CNIL',
    ])
      expect(text).toContain(words)
  })

  it('is that of the commune asked for, with its own durations', async () => {
    const { text } = await server.fetch('/confidentialite?commune=zedville&langue=en')
    for (const words of ['Commune de Zedville', '90 days', '15 days', 'dpo@zedville.example'])
      expect(text).toContain(words)
    expect(text).not.toContain('Questions without an answer')
  })

  it('speaks the browser’s language, and says when a commune is unknown', async () => {
    const english = await server.fetch('/confidentialite', { headers: { 'accept-language': 'en-GB' } })
    expect(english.text).toContain('Your data and this assistant')
    const unknown = await server.fetch('/confidentialite?commune=ailleurs')
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })

  it('is one press away from where a citizen writes without script', async () => {
    const { text } = await server.fetch('/sans-script?langue=es')
    expect(text).toContain('/confidentialite?commune=villebourg&amp;langue=es')
  })
})

describe('POST /admin/screen', () => {
  const screen = (text: string, headers: Record<string, string> = {}) =>
    admin.call('POST', '/admin/screen', { text }, headers)

  it.each([
    ['phone', ['pii:phone'], '39 98'],
    ['email', ['pii:email'], 'claude'],
    ['nir', ['pii:nir'], '588'],
    ['iban', ['pii:iban'], '3000'],
    ['plate', ['pii:plate'], '123'],
    ['card', ['pii:card'], '4970'],
  ])('shows the example "%s" as it would be stored', async (name, masked, gone) => {
    const { example = '' } = SCREEN_EXAMPLES.find((one) => one.name === name) ?? {}
    expect(example).toContain(gone)
    const { status, body } = await screen(example)
    expect([status, body.masked]).toEqual([200, masked])
    expect(body.stored).not.toContain(gone)
    expect(body.stored).toMatch(/masqué/)
  })

  it('shows that an address is not masked, and danger in any language', async () => {
    const address = SCREEN_EXAMPLES.find(({ name }) => name === 'address')?.example
    expect((await screen(address ?? '')).body).toEqual({ stored: address, masked: [], signals: [], language: 'fr' })
    expect((await screen('لا أريد أن أعيش بعد الآن')).body).toMatchObject({
      signals: ['danger-suicide'],
      language: 'ar',
    })
  })

  it('labels in the language of the page', async () => {
    const { body } = await screen('06 39 98 12 34', { 'accept-language': 'en' })
    expect(body.stored).toMatch(/^\[.*masked\]$/)
  })

  it('is what a conversation really stores', async () => {
    const text = 'Ma plaque est AB-123-CD et mon mail claude.martin@example.org'
    const { body } = await screen(text)
    const citizen = await server.startConversation()
    await citizen.say(text)
    expect(await citizen.texts()).toContain(body.stored)
  })

  it('stores, counts and logs nothing', async () => {
    await server.app.sweep()
    const before = JSON.stringify(await server.store.readCounters('villebourg', '2000-01-01', '2100-01-01'))
    await screen('jamaisvu 06 39 98 12 34')
    await server.app.sweep()
    expect(JSON.stringify(await server.store.readCounters('villebourg', '2000-01-01', '2100-01-01'))).toBe(before)
    expect(server.logs()).not.toMatch(/jamaisvu|39 98/)
  })

  it('is for administrators, and refuses what is no text', async () => {
    expectProblem(await server.call('POST', '/admin/screen', { body: { text: 'a' } }), 401, 'sign_in_required')
    expectProblem(await (await server.signIn()).call('POST', '/admin/screen', { text: 'a' }), 403, 'forbidden')
    expectProblem(await screen('a', { 'x-csrf-token': 'forged' }), 403, 'csrf')
    expectProblem(await screen(''), 422, 'text_empty', 'text')
    expectProblem(await screen('a'.repeat(2001)), 422, 'text_too_long', 'text')
  })
})

describe('GET /admin/retention', () => {
  const read = async (within: number) => (await admin.call('GET', `/admin/retention?within=${within}`)).body
  const dueOf = async (within: number) =>
    Object.fromEntries((await read(within)).kinds.map(({ kind, due }: { kind: string; due: number }) => [kind, due]))

  it('tells what will be erased, of the administrator’s commune alone, and the last purge', async () => {
    server.clock.set(OPEN)
    await server.app.sweep()
    const before = (await dueOf(31)).conversations
    await (await server.startConversation()).say('zzz qqq www')
    await server.startConversation({ communeId: 'zedville' })
    expect((await dueOf(29)).conversations).toBe(0)
    expect((await dueOf(31)).conversations).toBe(before + 1)
    expect(await read(0)).toMatchObject({
      kinds: [
        { kind: 'conversations', days: 30, due: 0, oldest: null },
        { kind: 'unhandled', days: 90 },
        { kind: 'contacts', days: 30 },
        { kind: 'unanswered', days: 180 },
        { kind: 'remarks', days: 365 },
        { kind: 'counters', days: 1095 },
        { kind: 'audit', days: 365 },
        { kind: 'practice', days: 365 },
        { kind: 'accounts', days: 365 },
      ],
      state: { checkedAt: OPEN, last: null },
      unanswered: [],
    })

    server.clock.advance({ hours: 31 * 24 })
    await server.app.sweep()
    const at = server.clock.now().toISOString()
    // The session is over by now.
    admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
    const after = await read(0)
    expect(after.state).toEqual({ checkedAt: at, last: { at, erased: { conversations: before + 1 } } })
    expect(after.unanswered).toContainEqual({
      day: '2026-11-24',
      language: 'fr',
      text: 'zzz qqq www',
    })
    expect(JSON.stringify(after.unanswered)).not.toMatch(/AB-123-CD|claude\.martin/)
  })

  it('is for administrators, and refuses days that are none', async () => {
    expectProblem(await server.call('GET', '/admin/retention'), 401, 'sign_in_required')
    expectProblem(await (await server.signIn()).call('GET', '/admin/retention'), 403, 'forbidden')
    for (const within of ['-1', 'a', '4000'])
      expectProblem(await admin.call('GET', `/admin/retention?within=${within}`), 422, 'invalid_request', 'within')
  })
})
