import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

const OLD = 'Source de plus d’un an (février 2024) : si votre cas est particulier, demandez confirmation.'
const SHEET = '/fiche/passeport-mineur'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
})
afterAll(() => server.stop())

it('says on the printable sheet that a source is old, in the language of the page, once it is', async () => {
  const visitor = new PlainVisitor(server)
  await visitor.open(`${SHEET}?langue=fr`)
  expect(plainSpaces(visitor.text)).toContain(OLD)
  await visitor.open(`${SHEET}?langue=en`)
  expect(visitor.html).toMatch(
    /<p class="hint" lang="en" dir="ltr">The source is more than a year old \(February 2024\)/,
  )
  server.clock.set('2024-11-25T09:00:00.000Z')
  await visitor.open(`${SHEET}?langue=fr`)
  expect(visitor.text).toContain('Vérifié le 2 février 2024')
  expect(visitor.text).not.toContain('plus d’un an')
  server.clock.set(OPEN)
})

it('says it in a talk: outside what is folded on the page without script, and in the transcript', async () => {
  const visitor = new PlainVisitor(server, { 'accept-language': 'fr' })
  await visitor.ask('demander un acte de naissance')
  expect(plainSpaces(visitor.text)).toContain(OLD)
  const about = visitor.html.slice(visitor.html.indexOf('Licence Ouverte'))
  expect(about).not.toContain('plus d’un an')
  const { id, token } = visitor.keys
  const headers = { authorization: `Bearer ${token}` }
  const { text } = await server.call('GET', `/conversations/${id}/transcript`, { headers })
  expect(plainSpaces(text)).toMatch(/Réponse vérifiée le 2 février 2024\. Source de plus d’un an \(février 2024\) : /)
})

it('lists for curators the entries whose source is old, counted', async () => {
  const curator = await server.signInAs({ email: 'cora@villebourg.example', roles: ['curator'] })
  const list = async () => (await curator.call('GET', '/admin/entries?trouble=old_source&limit=200')).body
  const { total, counts, entries } = await list()
  expect(counts.troubles.old_source).toBe(total)
  expect(total).toBeGreaterThan(0)
  expect(total).toBeLessThan(counts.all)
  for (const { verifiedAt } of entries) expect(verifiedAt ?? '').toMatch(/^$|^202[0-5]/)
  server.clock.set('2024-11-25T09:00:00.000Z')
  expect((await list()).entries.map(({ id }: { id: string }) => id)).not.toContain('passeport-mineur')
  server.clock.set(OPEN)
})
