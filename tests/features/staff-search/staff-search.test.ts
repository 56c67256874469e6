import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { StaffSearchView } from '../../../src/features/staff-search/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { failQuestion } from '../../platform/http/unanswered-turn.js'

let server: TestServer
let admin: StaffMember
let curator: StaffMember

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville' }] })
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
  curator = await server.signInAs({ email: 'curt@villebourg.example', roles: ['curator'] })
  await server.signInAs({ email: 'dupont@villebourg.example', displayName: 'Élodie Dupont', roles: ['agent'] })
  await server.signInAs({
    email: 'dupond@zedville.example',
    displayName: 'Zoé Dupont',
    roles: ['agent'],
    communeId: 'zedville',
  })
  for (const question of ['où louer un poney demain', 'louer des poneys', 'acheter une soucoupe volante'])
    await failQuestion(server, question)
  await failQuestion(server, 'un poney pour zedville', 'zedville')
})

afterAll(() => server.stop())

async function find(q: string, by = admin): Promise<StaffSearchView> {
  const answer = await by.call('GET', `/admin/search?${new URLSearchParams({ q })}`)
  expect(answer.status).toBe(200)
  return answer.body
}

describe('one search in what the administration works on', () => {
  it('finds entries by what is remembered of their titles or examples, mistyped, unfinished or without accents', async () => {
    const first = async (q: string) => (await find(q)).entries[0]?.id
    expect(await first('passeport perdu')).toBe('passeport-perte-vol')
    expect(await first('paseport perdu')).toBe('passeport-perte-vol')
    expect(await first('PISCINE constr')).toBe('piscine-privee')
    expect((await find('décès')).entries).toEqual((await find('deces')).entries)
  })

  it('finds every entry by its own title', async () => {
    const { body } = await curator.call('GET', '/admin/entries?limit=200')
    const lost: string[] = []
    for (const { id, title } of body.entries) {
      const { entries } = await find(title)
      if (!entries.some((entry) => entry.id === id)) lost.push(title)
    }
    expect(lost).toEqual([])
  })

  it('finds the example questions that have the words, with their entry', async () => {
    const { examples } = await find('passeport perdu')
    expect(examples[0]).toMatchObject({ entryId: 'passeport-perte-vol' })
    expect(examples[0]?.question.toLowerCase()).toContain('passeport')
  })

  it('finds what is being written', async () => {
    const begun = await curator.call('POST', '/admin/entries', { title: 'Adopter un escargotier' })
    expect((await find('escargotiers', curator)).entries).toEqual([
      { id: begun.body.id, title: 'Adopter un escargotier' },
    ])
  })

  it('finds a failed question once for its group, and leads to it', async () => {
    const { failures } = await find('poneys')
    expect(failures.length).toBeGreaterThan(0)
    for (const { groupId, question } of failures) {
      expect(question).toContain('poney')
      const { status, body } = await curator.call('GET', `/admin/failures/groups/${groupId}`)
      expect(status).toBe(200)
      expect(body.group.id).toBe(groupId)
    }
    expect(new Set(failures.map(({ groupId }) => groupId)).size).toBe(failures.length)
    expect(JSON.stringify(failures)).not.toContain('zedville')
  })

  it('shows people to an administrator alone, and those of her commune', async () => {
    const { people } = await find('Dupond')
    expect(people.map(({ name }) => name)).toEqual(['Élodie Dupont'])
    expect((await find('dupont@villebourg')).people).toEqual(people)
    expect((await find('Dupont', curator)).people).toEqual([])
  })

  it('is nobody else’s, and wants words', async () => {
    const agent = await server.signIn()
    expect((await agent.call('GET', '/admin/search?q=carte')).status).toBe(403)
    expectProblem(await curator.call('GET', '/admin/search?q=%20'), 422, 'invalid_request', 'q')
  })
})
