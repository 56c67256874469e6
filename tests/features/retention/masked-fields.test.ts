import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { type Answer, startTestServer, type TestServer } from '../../platform/http/harness.js'

const NIR = '2 85 03 75 116 042 77'
const IBAN = 'FR76 3000 6000 0112 3456 7890 189'
const PHONE = '06 52 41 97 38'
/** What staff types of somebody, which no contact has. */
const OTHER = '07 58 63 21 49'

let server: TestServer
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
  admin = await server.signIn('admin@villebourg.example')
  await admin.beAvailable()
})
afterAll(() => server.stop())

const masked = ({ headers }: Answer) => headers.get('guichet-masked')

describe('a contact form', () => {
  const left = (more: object) => ({ kind: 'message', name: 'Jeanne', phone: PHONE, text: 'Rappelez-moi', ...more })
  const told = async (citizen: Citizen) => JSON.stringify((await citizen.read()).messages.at(-1))

  it('keeps no number of a person in a name, keeps the rest, and says so', async () => {
    const citizen = await server.startConversation()
    const answer = await citizen.call('POST', '/handoff', left({ name: `Jeanne Roy ${NIR}` }))
    expect(answer.status).toBe(201)
    expect(masked(answer)).toBe('nir')
    const handoff = await server.store.findOpenHandoff(citizen.id)
    expect(handoff?.contact).toEqual({ name: 'Jeanne Roy [numéro de sécurité sociale masqué]', phone: PHONE })
    expect(await told(citizen)).toContain('des informations personnelles ont été masquées dans votre demande')
  })

  it('says nothing when nothing was masked: a phone is what its field is for', async () => {
    const citizen = await server.startConversation()
    const answer = await citizen.call('POST', '/handoff', left({ email: 'jeanne@exemple.fr' }))
    expect(masked(answer)).toBeNull()
    expect((await server.store.findOpenHandoff(citizen.id))?.contact?.phone).toBe(PHONE)
    expect(await told(citizen)).not.toContain('masquées')
  })

  it('says so of its text, which is kept for the agent alone', async () => {
    const citizen = await server.startConversation()
    const answer = await citizen.call('POST', '/handoff', left({ text: `Mon compte : ${IBAN}` }))
    expect(masked(answer)).toBe('iban')
    expect(await told(citizen)).toContain('masquées')
  })

  it('is no error where a field is too short for the label', async () => {
    const citizen = await server.startConversation()
    const name = Array.from({ length: 12 }, () => 'a@b.fr').join(' ')
    const answer = await citizen.call('POST', '/handoff', left({ name }))
    expect(answer.status).toBe(201)
    expect((await server.store.findOpenHandoff(citizen.id))?.contact?.name).toMatch(/^\[…\]( \[…\]){11}$/)
  })

  it('is masked at an address in other letters, as routes answer it', async () => {
    const citizen = await server.startConversation()
    const answer = await citizen.call('POST', '/HandOff', left({ name: `Jeanne Roy ${NIR}` }))
    expect([answer.status, masked(answer)]).toEqual([201, 'nir'])
    expect((await server.store.findOpenHandoff(citizen.id))?.contact?.name).not.toContain(NIR)
  })

  it('is masked without script, and says so on the page', async () => {
    const key = 'k'.repeat(43)
    const form = new URLSearchParams({
      cle: key,
      clientId: newClientId(),
      text: 'carte grise',
      langue: 'fr',
      commune: 'villebourg',
    })
    const sent = await server.fetch('/sans-script', { method: 'POST', body: form, redirect: 'manual' })
    const page = new URL(sent.headers.get('location') ?? '', server.url).pathname
    const fields = new URLSearchParams({ name: `Jeanne ${NIR}`, phone: PHONE, email: '', text: 'Rappelez-moi' })
    const answer = await server.fetch(`${page}/message`, { method: 'POST', body: fields, redirect: 'manual' })
    expect(answer.status).toBe(303)
    const { text } = await server.fetch(page)
    expect(text).not.toContain(NIR)
    expect(text).toContain('des informations personnelles ont été masquées dans votre demande')
  })
})

describe('what an opinion says', () => {
  it('is masked, and said to be', async () => {
    const citizen = await server.startConversation()
    const answer = await citizen.call('POST', '/rating', { level: 2, comment: `appelez le ${PHONE}` })
    expect([answer.status, masked(answer)]).toEqual([204, 'phone'])
  })
})

describe('what staff types', () => {
  it.each([
    [
      'PUT',
      '/agent/views',
      { views: [{ id: 'une-vue', name: `Mme R ${OTHER}`, filters: {}, isDefault: false }] },
      'phone',
    ],
    ['POST', '/agent/availability', { state: 'away', word: `joindre ${OTHER}` }, 'phone'],
    ['POST', '/admin/accounts', { email: 'neuve@villebourg.example', name: `Neuve ${NIR}`, roles: ['agent'] }, 'nir'],
    ['PUT', '/admin/answers', { stopped: true, why: `erreur signalée par ${OTHER}` }, 'phone'],
    ['POST', '/agent/conversations', { channel: 'counter', language: 'fr', name: `Paul ${NIR}` }, 'nir'],
    ['POST', '/Agent/Conversations', { channel: 'counter', language: 'fr', name: `Paul ${NIR}` }, 'nir'],
  ])('%s %s is masked, and said to be', async (method, path, body, kinds) => {
    const answer = await admin.call(method, path, body)
    expect(answer.status).toBeLessThan(300)
    expect(masked(answer)).toBe(kinds)
    expect(answer.text).not.toMatch(/07 58 63|2 85 03/)
  })

  it.each([
    [
      'PUT',
      '/admin/alert',
      {
        level: 'info',
        from: '2026-11-24T09:00:00Z',
        to: '2026-11-25T09:00:00Z',
        text: { fr: `Versez sur ${IBAN}` },
        entries: [],
      },
      'text.fr',
    ],
    ['POST', '/admin/entries', { title: `Titre ${NIR}`, category: 'identite-voyage' }, 'title'],
    ['POST', '/Admin/Entries', { title: `Titre ${NIR}`, category: 'identite-voyage' }, 'title'],
    // As pasted from a page that lets its numbers be cut anywhere.
    [
      'POST',
      '/admin/entries',
      { title: `Titre ${NIR.replace(/ /g, ' \u200b')}`, category: 'identite-voyage' },
      'title',
    ],
    [
      'POST',
      '/admin/entries',
      { title: `Titre ${NIR.replace(/0/g, '\u00ad0')}`, category: 'identite-voyage' },
      'title',
    ],
    ['POST', '/agent/replies', { title: 'Virement', text: `Carte 4970 1012 3456 7893`, language: 'fr' }, 'text'],
  ])('%s %s is refused where everybody would read it', async (method, path, body, field) => {
    expectProblem(await admin.call(method, path, body), 422, 'personal_number', field)
  })

  it('may hold the phone and the address of the town', async () => {
    const text = { fr: 'Inondation : appelez le 02 38 00 00 00 ou mairie@villebourg.example' }
    const alert = { level: 'info', from: '2026-11-24T09:00:00Z', to: '2026-11-25T09:00:00Z', text, entries: [] }
    expect((await admin.call('PUT', '/admin/alert', alert)).body.alert.text.fr).toBe(text.fr)
  })

  it('is not looked at before it is known who types', async () => {
    const answer = await server.call('POST', '/admin/entries', {
      body: { title: `Titre ${NIR}`, category: 'identite-voyage' },
    })
    expectProblem(answer, 401, 'sign_in_required')
  })

  it('finds what it looks for, and is kept nowhere', async () => {
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { kind: 'message', name: 'Solange Perdrix', phone: PHONE, text: 'Bonjour' })
    const answer = await admin.call('POST', '/agent/search', { words: `Perdrix ${PHONE}`, page: 1 })
    expect(answer.status).toBe(200)
    expect(masked(answer)).toBeNull()
  })
})

describe('the log', () => {
  it('has nothing of what is typed, in addresses neither', async () => {
    const typed = encodeURIComponent(`${NIR} ${PHONE}`)
    await server.call('GET', `/agent/handoffs/${typed}?q=${typed}`)
    await server.call('POST', '/session', { body: { email: 'jeanne.roy@exemple.fr', password: NIR } })
    await server.call('GET', `/communes/${typed}/services`)
    expect(server.logs()).toMatch(/"security"/)
    expect(server.logs()).not.toMatch(/285037511604277|2 85 03|2%2085|06%2052|06 52 41|jeanne\.roy/)
  })
})
