import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

const WHOSE = 'Ce n’est pas la mairie qui s’en occupe : c’est la CAF (caisse d’allocations familiales).'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
})
afterAll(() => server.stop())

it('is printed on a sheet: whose it is, what it does, its number and its links, and who helps', async () => {
  const visitor = new PlainVisitor(server)
  await visitor.open('/fiche/office-caf?langue=fr')
  expect(visitor.answer.status).toBe(200)
  const words = plainSpaces(visitor.text)
  for (const part of [WHOSE, 'Ce que fait cet organisme', 'Comment le joindre', 'Qui peut vous aider'])
    expect(words).toContain(part)
  expect(visitor.links['Appeler le 3230']).toBe('tel:3230')
  expect(visitor.links['Estimer toutes ses aides (Mes droits sociaux)']).toBe('https://www.mesdroitssociaux.gouv.fr')
  await visitor.open('/fiche/office-caf?langue=en')
  expect(visitor.html).toContain('<article lang="en" dir="ltr">')
  expect(visitor.text).toContain('This is not handled by the town hall, but by the CAF (family benefits office).')
  expect(visitor.html).toMatch(/<bdi lang="fr">Préparez votre numéro/)
})

it('answers on the page without script, with its number to call', async () => {
  const visitor = new PlainVisitor(server, { 'accept-language': 'fr' })
  await visitor.ask('numéro de la caf')
  expect(plainSpaces(visitor.text)).toContain(WHOSE)
  expect(visitor.links['Appeler le 3230']).toBe('tel:3230')
})

it('is listed among the entries of the administration, and left out of exports', async () => {
  const curator = await server.signInAs({ email: 'cora@villebourg.example', roles: ['curator'] })
  const { entries } = (await curator.call('GET', '/admin/entries?category=autres-organismes&limit=200')).body
  const row = entries.find(({ id }: { id: string }) => id === 'office-caf')
  expect(row).toMatchObject({ states: ['published'], troubles: expect.not.arrayContaining(['no_simple']) })
  const { text } = await server.fetch('/api/v1/admin/exchange/export?format=csv', {
    headers: { cookie: curator.cookie },
  })
  expect(text).toContain('acte-naissance-copie')
  expect(text).not.toContain('office-caf')
})
