import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { checkCommune } from '../../../src/features/settings/commune-schema.js'
import { newCommuneLike } from '../../../src/features/settings/new-commune.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

const first: Commune = {
  ...(JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8')) as Commune),
  promises: { wrong: 0.02 },
  closeReasons: [{ id: 'sent', nom: 'Envoyé au 02 61 91 00 00', outcome: 'redirected' }],
}
const { commune: second, leftOut } = newCommuneLike(first, 'bourg', 'Bourg-les-Eaux')

/** What is the first town's own: its name, where it is, whom one phones and writes to. */
const FACTS = [
  ...['Villebourg', 'villebourg', first.privacy.controller, first.privacy.dpoEmail, first.site],
  ...Object.values(first.services).flatMap((one) => [one.adresse, one.telephone, one.courriel, one.arret ?? '']),
].filter(Boolean)
const factsIn = (text: string) => FACTS.filter((fact) => text.includes(fact))

describe('a commune that begins with the settings of another', () => {
  it('works as it does, and has none of its facts: a setting that has one is left out, and said', () => {
    expect(checkCommune(second)).toMatchObject({ ok: true, commune: { id: 'bourg', nom: 'Bourg-les-Eaux' } })
    expect(second).toMatchObject({
      departments: first.departments,
      presence: first.presence,
      promises: first.promises,
      privacy: { controller: '', dpoEmail: '', retentionDays: first.privacy.retentionDays },
    })
    expect(leftOut).toEqual(['closeReasons'])
    expect(factsIn(JSON.stringify(second))).toEqual([])
  })
})

describe('what it serves', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ installation: [first, second], entries: ['carte-identite', 'carte-electorale'] })
  })
  afterAll(() => server.stop())

  it('names nothing of the first town: neither its pages, nor its answers, nor its people and their requests', async () => {
    const hers = await server.startConversation({ communeId: 'villebourg' })
    await hers.say('quels papiers pour une carte d’identité')
    await hers.callAgent()
    await server.signInAs({
      email: 'anne@villebourg.example',
      communeId: 'villebourg',
      roles: ['agent'],
      demonstration: false,
    })
    const root = await server.signInAs({
      email: 'root@bourg.example',
      communeId: 'bourg',
      roles: ['admin', 'agent'],
      demonstration: false,
    })
    const there = await server.startConversation({ communeId: 'bourg' })
    const said = []
    for (const question of ['quels papiers pour une carte d’identité', 'horaires de la mairie', 'où vous appeler'])
      said.push(await there.say(question))
    const told = {
      said: JSON.stringify(said),
      page: (await server.fetch('/chat?commune=bourg')).text,
      privacy: (await server.fetch('/confidentialite?commune=bourg')).text,
      accessibility: (await server.fetch('/accessibilite?commune=bourg')).text,
      commune: (await server.call('GET', '/communes/bourg')).text,
      titles: (await server.call('GET', '/communes/bourg/titles')).text,
      settings: (await root.call('GET', '/admin/settings')).text,
      accounts: (await root.call('GET', '/admin/accounts')).text,
      queue: (await root.call('GET', '/agent/queue')).text,
      team: (await root.call('GET', '/agent/team')).text,
    }
    const found = Object.entries(told).map(([where, text]) => [where, text.length > 20, factsIn(text)])
    expect(found).toEqual(Object.keys(told).map((where) => [where, true, []]))
  })
})
