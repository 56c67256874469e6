import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { headersOf, MailServer, textOf } from './mail-server.js'

const ENTRY = 'acte-naissance-copie'
const smtp = new MailServer()
let server: TestServer
let agent: StaffMember

beforeAll(async () => {
  const port = await smtp.listen()
  server = await startTestServer({
    entries: [ENTRY, 'abri-jardin'],
    config: {
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'Mairie <mairie@villebourg.example>' },
      publicUrl: 'https://mairie.example',
    },
  })
  agent = await server.signIn()
})
afterAll(async () => {
  await server.stop()
  await smtp.close()
})

const send = (email: string, language = 'fr', id = ENTRY) =>
  agent.call('POST', `/agent/sheets/${id}/mail`, { email, language })

it('a sheet is sent to a visitor once, whole, with its source and its date; nothing of her is kept', async () => {
  expect((await agent.call('POST', '/agent/sheets/find', { words: 'acte de naissance' })).body.canMail).toBe(true)
  expect((await send('jeanne@exemple.fr')).status).toBe(204)
  await server.app.sweep()
  await server.app.sweep()
  expect(smtp.received).toHaveLength(1)
  const [mail] = smtp.received
  if (!mail) throw new Error('nothing was sent')
  expect(mail.to).toEqual(['jeanne@exemple.fr'])
  expect(headersOf(mail).get('reply-to')).toBe('accueil@villebourg.example')
  const text = textOf(mail)
  expect(text).toMatch(/Source\u00a0: .*, mise à jour du \d/)
  expect(text).toContain('https://mairie.example/fiche/acte-naissance-copie')
  expect(text).toContain('Votre adresse n’est pas gardée.')
  expect(await server.store.listUnsentMails('villebourg')).toEqual([])
  const day = server.clock.now().toISOString().slice(0, 10)
  const counted = (await server.store.readCounters('villebourg', day, day))[day]
  expect(counted).toMatchObject({ 'sheet.mailed': 1 })
  expect(JSON.stringify([counted, await server.store.listAudit('villebourg', { limit: 100 })])).not.toContain('jeanne')
})

it('what is not one address, or no entry, is refused; and more mails than a counter sends', async () => {
  expectProblem(await send('jeanne'), 422, 'email_invalid', 'email')
  expectProblem(await send('a@exemple.fr, b@exemple.fr'), 422, 'email_invalid', 'email')
  expectProblem(await send('jeanne@exemple.fr', 'fr', 'never-was'), 404, 'not_found')
  const answers = await Promise.all(Array.from({ length: 5 }, () => send('paul@exemple.fr')))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 429])
})
