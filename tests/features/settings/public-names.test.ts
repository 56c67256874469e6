import { describe, expect, it } from '@jest/globals'
import { openLiveCommunes } from '../../../src/features/settings/live-communes.js'
import { namesOf, toPublicAddress } from '../../../src/features/settings/public-names.js'
import type { SettingsEdit } from '../../../src/features/settings/settings.js'
import { hostnameOf } from '../../../src/platform/http/public-address.js'
import { ADA } from '../../contract/sample-entry-content.js'
import { commune } from '../../platform/model/sample-commune.js'

const SERVER = 'https://guichet.agglo.fr'
const named = (id: string, publicUrl?: string) => commune({ id, nom: `Ville ${id}`, ...(publicUrl && { publicUrl }) })

describe('a public address', () => {
  it.each([
    ['https://chat.ville.fr', 'https://chat.ville.fr'],
    [' HTTPS://Chat.Ville.FR:443/ ', 'https://chat.ville.fr'],
    ['https://chat.évry.fr:8443', 'https://chat.xn--vry-9la.fr:8443'],
    ['http://ville.localhost:3000', 'http://ville.localhost:3000'],
  ])('“%s” is written %s', (written, address) => {
    expect(toPublicAddress(written)).toBe(address)
  })

  it.each([
    ...['', 'chat.ville.fr', 'http://chat.ville.fr', 'ftp://chat.ville.fr', 'javascript:alert(1)', 'https://'],
    ...[
      'https://chat.ville.fr/fiches',
      'https://chat.ville.fr/?a',
      'https://chat.ville.fr?',
      'https://chat.ville.fr/#a',
    ],
    ...[
      'https://moi@chat.ville.fr',
      'https://192.0.2.1',
      'https://[2001:db8::1]',
      'https://ville',
      'https://chat.ville.fr.',
    ],
    ...['http://localhost:3000', 'https://*.ville.fr', 'https://chat.ville.fr\nHost: x', `https://${'a.'.repeat(90)}1`],
  ])('is not “%s”', (written) => {
    expect(toPublicAddress(written)).toBeNull()
  })
})

it('a host is known by its name alone', () => {
  for (const host of ['chat.ville.fr', 'Chat.Ville.FR', 'chat.ville.fr:443', 'chat.ville.fr.', 'chat.ville.fr.:3000'])
    expect(hostnameOf(host)).toBe('chat.ville.fr')
  for (const host of ['', 'chat.ville.fr.x', 'xchat.ville.fr', 'chat.ville.fr:443:443'])
    expect(hostnameOf(host)).not.toBe('chat.ville.fr')
})

describe('names', () => {
  it('are each of one commune, whatever the port, and never the server’s', () => {
    const communes = [
      named('aubrive', 'https://chat.aubrive.fr'),
      named('belmont', 'https://chat.aubrive.fr:8443'),
      named('corval', `${SERVER}:444`),
      named('dormans'),
    ]
    const { owners, faults } = namesOf(communes, SERVER)
    expect([...owners].map(([name, { id }]) => [name, id])).toEqual([['chat.aubrive.fr', 'aubrive']])
    expect([...faults]).toEqual([
      ['belmont', { fault: 'taken', by: communes[0] }],
      ['corval', { fault: 'server' }],
    ])
    expect([...namesOf(communes.slice(0, 1), null).faults]).toEqual([['aubrive', { fault: 'no_server' }]])
  })
})

describe('communes as they are served', () => {
  const open = async (...communes: ReturnType<typeof named>[]) => {
    const edits = new Map<string, SettingsEdit[]>()
    const lost: string[] = []
    const liveCommunes = await openLiveCommunes({
      files: new Map(communes.map((one) => [one.id, one])),
      publicUrl: SERVER,
      store: {
        listSettingsEdits: async (id) => edits.get(id) ?? [],
        readAnswersSwitch: async () => undefined,
        readSuspension: async () => undefined,
      },
      onAddressFault: (id, { fault }) => lost.push(`${id} ${fault}`),
    })
    const say = (id: string, publicUrl: string | null) => {
      const own = edits.get(id) ?? []
      const edit = { ...ADA, version: own.length + 1, at: '2026-11-24T09:00:00.000Z', why: '', toFile: [] }
      edits.set(id, [...own, { ...edit, set: { publicUrl } }])
      return liveCommunes.refresh(id)
    }
    return { liveCommunes, lost, say, at: (name: string) => liveCommunes.communeAt(name)?.id }
  }

  it('have the name that is given, changed or taken away, at once', async () => {
    const { liveCommunes, say, at } = await open(named('aubrive'), named('belmont', 'https://chat.belmont.fr'))
    expect([at('chat.belmont.fr'), at('chat.aubrive.fr'), at('')]).toEqual(['belmont', undefined, undefined])
    await say('aubrive', 'https://chat.aubrive.fr')
    await say('belmont', 'https://assistant.belmont.fr')
    expect([at('chat.aubrive.fr'), at('assistant.belmont.fr'), at('chat.belmont.fr')]).toEqual([
      ...['aubrive', 'belmont'],
      undefined,
    ])
    expect(liveCommunes.communeAt('chat.aubrive.fr')).toBe(liveCommunes.byId.get('aubrive'))
    await say('aubrive', null)
    expect([at('chat.aubrive.fr'), liveCommunes.byId.get('aubrive')?.publicUrl]).toEqual([undefined, undefined])
    await liveCommunes.remove('belmont')
    expect(at('assistant.belmont.fr')).toBeUndefined()
    await liveCommunes.put(named('corval', 'https://assistant.belmont.fr'))
    expect(at('assistant.belmont.fr')).toBe('corval')
  })

  it('that say the same name: the first by its id has it, in whatever order they came, and the next once it is free', async () => {
    const address = 'https://chat.rives.fr'
    const { liveCommunes, lost, say, at } = await open(named('corval', address), named('belmont'))
    await say('belmont', address)
    await liveCommunes.put(named('aubrive', address))
    expect([at('chat.rives.fr'), lost]).toEqual(['aubrive', ['corval taken', 'belmont taken']])
    expect(['aubrive', 'belmont', 'corval'].map((id) => liveCommunes.byId.get(id)?.publicUrl)).toEqual([
      address,
      undefined,
      undefined,
    ])
    expect(liveCommunes.settingsOf('corval')).toMatchObject({
      addressFault: { fault: 'taken' },
      wanted: { publicUrl: address },
    })
    await liveCommunes.remove('aubrive')
    expect([at('chat.rives.fr'), liveCommunes.byId.get('belmont')?.publicUrl]).toEqual(['belmont', address])
  })
})
