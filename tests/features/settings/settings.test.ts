import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import type { SettingsView } from '../../../src/features/settings/contract.js'
import { SILENT_LOGGER } from '../../../src/log.js'
import { startServer } from '../../../src/main.js'
import { leaveOperatorCommand } from '../../../src/store/operator-commands.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.signIn('admin@villebourg.example')
})
afterEach(async () => {
  server.clock.advance({ seconds: 1 })
  await save({ toFile: (await read()).changed })
})
afterAll(() => server.stop())

const read = async (): Promise<SettingsView> => (await admin.call('GET', '/admin/settings')).body
/** Over the version that is there, unless another is said. */
const save = async (body: Record<string, unknown>, by = admin) => {
  const { version: baseVersion } = await read()
  return by.call('PUT', '/admin/settings', { baseVersion, why: 'Nouveaux horaires', ...body })
}
/** What citizens are told of the reception. */
const reception = async () => {
  const { services } = (await server.call('GET', '/communes/villebourg/services')).body
  return plainSpaces(services[0].now.sentence)
}
/** The services of the file, the reception open on Tuesdays from ten to eleven alone. */
async function tuesdayServices() {
  const { services = {} } = (await read()).values
  return { ...services, accueil: { ...services.accueil, hours: { '2': [['10:00', '11:00']] }, seasons: [] } }
}

describe('the settings', () => {
  it('are for administrators of the commune', async () => {
    expectProblem(await server.call('GET', '/admin/settings'), 401, 'sign_in_required')
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['POST', '/undo'],
      ['POST', '/preview'],
      ['GET', '/file'],
    ] as const) {
      const agent = await server.signIn()
      expectProblem(
        await agent.call(method, `/admin/settings${path}`, method === 'GET' ? undefined : {}),
        403,
        'forbidden',
      )
    }
  })

  it('change what citizens are told at once, and after a restart', async () => {
    expect(await reception()).toBe('ouvert, ferme à 12 h')
    const services = await tuesdayServices()
    const preview = (await admin.call('POST', '/admin/settings/preview', { set: { services } })).body
    expect(plainSpaces(preview.services[0].now.sentence)).toBe('ouvert, ferme à 11 h')
    expect(await reception()).toBe('ouvert, ferme à 12 h')
    const { status, body } = await save({ set: { services } })
    expect([status, body.changed]).toEqual([200, ['services']])
    expect(await reception()).toBe('ouvert, ferme à 11 h')
    expect((await server.call('GET', '/admin/settings/file', { headers: admin.headers })).body.services).toEqual(
      services,
    )
    const { rows, names } = (await admin.call('GET', '/admin/audit?kind=settings&target=services')).body
    expect(names).toMatchObject({ accueil: 'Accueil de la mairie' })
    expect(rows).toMatchObject([
      {
        action: 'settings_changed',
        userName: 'Administration',
        why: 'Nouveaux horaires',
        after: { 'accueil.hours.2': [['10:00', '11:00']] },
      },
    ])
    expect(rows[0].before['accueil.hours.1']).toEqual([
      ['08:30', '12:00'],
      ['13:30', '17:00'],
    ])
    // Another process, with the same store and the same files.
    const folder = await mkdtemp(join(tmpdir(), 'guichet-restart-'))
    const config = readConfig({ PORT: '0', GUICHET_DATA_DIR: folder, GUICHET_MODEL_DIR: folder })
    const store = { ...server.store, close: async () => {} }
    const again = await startServer(config, { store, now: server.clock.now, logger: SILENT_LOGGER })
    const answer = await fetch(`${again.address}/api/v1/communes/villebourg/services`)
    const told = ((await answer.json()) as { services: { now: { sentence: string } }[] }).services[0]
    expect(plainSpaces(told?.now.sentence ?? '')).toBe('ouvert, ferme à 11 h')
    await again.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('refuse what somebody else changed meanwhile, and say who and when', async () => {
    const other = await server.signInAs({ email: 'b@villebourg.example', roles: ['admin'], displayName: 'Bilal' })
    const { version: baseVersion } = await read()
    await save({ set: { nom: 'Villebourg' } }, other)
    const late = await save({ baseVersion, set: { nom: 'Bourg' } })
    expectProblem(late, 409, 'settings_stale')
    expect(plainSpaces(late.body.detail)).toMatch(/^Bilal a changé les réglages entre-temps \(.*10 h.*\)/)
    expect((await read()).values.nom).toBe('Villebourg')
  })

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'hours that end before they begin',
      { closures: [{ from: '2026-12-02', to: '2026-12-01', reason: 'x' }] },
      'closures.0',
      /fermeture finit/,
    ],
    [
      'a day that does not exist',
      { closures: [{ from: '2026-02-30', to: '2026-03-01', reason: 'x' }] },
      'closures.0.from',
      /calendrier/,
    ],
    ['an unreadable colour', { theme: { accent: '#eeeeee' } }, 'theme.accent', /ne se lit pas/],
    ['a reception that is no service', { reception: 'nowhere' }, 'reception', /accueil doit être/],
    ['too many talks at once', { routing: { mode: 'manual', capacity: 999 } }, 'routing.capacity', /20 au plus/],
    ['a site with a path', { origins: ['https://www.ville.example/x'] }, 'origins.0', /https:\/\/www.ville.fr/],
    ['a promise that nobody can keep', { promises: { offered: 1 } }, 'promises.offered', /0.99 au plus/],
    ['a check without a rule', { validation: { seconds: 60 } }, 'validation', /seuil de confiance ou des thèmes/],
    [
      'a page without a path',
      { suggestions: { pages: [{ path: 'x', entries: ['pacs'] }] } },
      'suggestions.pages.0.path',
      /chemin commence/,
    ],
    [
      'a page without a question',
      { suggestions: { pages: [{ path: '/x', entries: [] }] } },
      'suggestions.pages.0.entries',
      /1 au moins/,
    ],
    [
      'a reason without a name',
      { closeReasons: [{ id: 'a', nom: '', outcome: 'done' }] },
      'closeReasons.0.nom',
      /vide/,
    ],
    ['no French', { languages: ['en'] }, 'languages', /ne peut pas être enregistré/],
    ['no name', { nom: '' }, 'nom', /vide/],
  ])('name the field at fault: %s', async (_name, set, field, words) => {
    const { version } = await read()
    const answer = await save({ set })
    expectProblem(answer, 422, 'setting_invalid', field)
    expect(answer.body.detail).toMatch(words)
    expect((await read()).version).toBe(version)
  })

  it.each([
    ['phone', { telephone: 'appeler Gérard' }, 'telephone', /téléphone de « Accueil[^»]*» : ce numéro/],
    ['e-mail', { courriel: 'pas un courriel' }, 'courriel', /courriel de « Accueil[^»]*» : cette adresse/],
    ['name', { nom: ' ' }, 'nom', /nom de « service sans nom » : ce champ/],
    ['other name', { autresNoms: ['mairie', ' '] }, 'autresNoms.1', /autres noms de « Accueil[^»]*» : ce champ/],
    ['access', { acces: 'a'.repeat(301) }, 'acces', /accès de « Accueil[^»]*» : 300 caractères/],
    [
      'hours',
      { hours: { '1': [['12:00', '08:30']] } },
      'hours.1.0',
      /heures de la semaine de « Accueil[^»]*» : la fin/,
    ],
  ])('refuse a service that citizens could not reach, by its name: %s', async (_name, change, field, words) => {
    const { services = {} } = (await read()).values
    const answer = await save({ set: { services: { ...services, accueil: { ...services.accueil, ...change } } } })
    expectProblem(answer, 422, 'setting_invalid', `services.accueil.${field}`)
    expect(plainSpaces(answer.body.detail)).toMatch(words)
  })

  it('take a short phone, one from abroad, and none', async () => {
    const { services = {} } = (await read()).values
    for (const telephone of ['3939', '+41 22 345 67 89', '']) {
      const accueil = { ...services.accueil, telephone, courriel: '' }
      expect((await save({ set: { services: { ...services, accueil } } })).status).toBe(200)
    }
  })

  it('refuse a service that entries send to, an entry that does not exist, and a setting that is none', async () => {
    const { services = {} } = (await read()).values
    const { 'etat-civil': _, ...fewer } = services
    const answer = await save({ set: { services: fewer } })
    expectProblem(answer, 409, 'service_in_use', 'services.etat-civil')
    expect(answer.body.detail).toContain(services['etat-civil']?.nom)
    expectProblem(await save({ set: { suggested: ['nothing-like-this'] } }), 422, 'unknown_entry', 'suggested')
    expectProblem(await save({ set: { id: 'other' } }), 422, 'invalid_request', 'set')
  })

  it('go back to what they were before a change, and to the file', async () => {
    await save({ set: { nom: 'Un' } })
    const { version } = (await save({ set: { nom: 'Deux', reopenHours: 5 } })).body
    const undone = await admin.call('POST', '/admin/settings/undo', { baseVersion: version, version })
    expect(undone.body).toMatchObject({ version: version + 1, values: { nom: 'Un' }, changed: ['nom'] })
    expectProblem(
      await admin.call('POST', '/admin/settings/undo', { baseVersion: version, version: 999 }),
      404,
      'unknown_settings_version',
    )
    const { body } = await save({ toFile: ['nom'] })
    expect([body.changed, body.values.nom]).toEqual([[], body.file.nom])
    expect(body.history.slice(0, 2).map(({ keys }: { keys: string[] }) => keys)).toEqual([
      ['nom'],
      ['nom', 'reopenHours'],
    ])
  })

  it('are the reasons for closing, the topics that are checked and the questions of a page, in use at once', async () => {
    const closeReasons = [{ id: 'given', nom: 'Dossier donné', outcome: 'done', kinds: ['desk'] }]
    const suggestions = { pages: [{ path: '/famille', entries: ['cantine-inscription'] }] }
    const validation = { categories: ['animaux'] }
    expect((await save({ set: { closeReasons, suggestions, validation } })).status).toBe(200)
    const onPage = async (page: string) =>
      (await server.call('GET', `/communes/villebourg?page=${page}`)).body.suggested
    const [here, elsewhere] = [await onPage('/famille'), await onPage('/ailleurs')]
    expect(here[0]).toMatchObject({ id: 'cantine-inscription' })
    expect(elsewhere[0]).not.toMatchObject({ id: 'cantine-inscription' })
    const agent = await server.signIn()
    expect((await agent.call('GET', '/agent/validations')).body.enabled).toBe(true)
    expect((await read()).values).toMatchObject({ closeReasons, validation })
  })

  it('take what is optional away, and reach the looks, the sites and the agents', async () => {
    const origin = 'https://autre.example'
    const { body } = await save({ set: { theme: { accent: '#7a1f1f' }, origins: [origin], departments: null } })
    expect([body.values.departments, body.values.theme]).toEqual([undefined, { accent: '#7a1f1f' }])
    expect((await server.fetch('/assets/widget/theme-villebourg.css')).text).toContain('#7a1f1f')
    const { headers } = await server.call('GET', '/communes/villebourg', { headers: { origin } })
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect((await (await server.signIn()).queue()).communes[0]?.departments).toEqual([])
    await save({ set: { languages: ['fr', 'uk'] } })
    expect((await server.call('GET', '/communes/villebourg')).body.languages).toEqual(['fr', 'uk'])
    const page = (await server.fetch('/sans-script')).text
    expect([page.includes('hreflang="uk"'), page.includes('hreflang="ar"')]).toEqual([true, false])
  })
})

describe('an operator command', () => {
  it('is taken by the server that holds the data folder, and told by the audit', async () => {
    const order = {
      communeId: 'villebourg',
      stopped: true,
      at: '2026-11-24T09:00:00.000Z',
      userId: 'command-line',
      userName: 'Ligne de commande',
      why: 'Réponse fausse',
    }
    await leaveOperatorCommand(server.dataDir, order)
    await server.app.sweep()
    expect((await admin.call('GET', '/admin/answers')).body.stop).toMatchObject({ by: 'Ligne de commande' })
    // Who acted without being of the commune can be chosen in the audit too.
    const { rows, people } = (await admin.call('GET', '/admin/audit?kind=settings')).body
    expect(rows).toContainEqual(expect.objectContaining({ userId: 'command-line' }))
    expect(people).toContainEqual({ id: 'command-line', name: 'Ligne de commande' })
    // It is carried out once.
    await admin.call('PUT', '/admin/answers', { stopped: false })
    await server.app.sweep()
    expect((await admin.call('GET', '/admin/answers')).body).toEqual({ stop: null })
  })
})
