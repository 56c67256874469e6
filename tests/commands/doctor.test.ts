import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { noteRestoration } from '../../src/commands/backups/backup-format.js'
import type { Outside } from '../../src/commands/doctor/outside.js'
import { runDoctor } from '../../src/commands/doctor.js'
import { readConfig } from '../../src/config.js'
import { newBirth } from '../../src/platform/store/birth.js'
import { openStore } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { SHARED } from '../features/entries/small-base.js'
import { commune, service } from '../platform/model/sample-commune.js'
import { createDatabase } from '../postgres/test-database.js'
import { useCommandPlace } from './command-place.js'

const DAY_MS = 24 * 3_600_000
const place = useCommandPlace('doctor')
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

interface Told {
  part: string
  id: string
  state: string
  says: string
  todo: string | null
  record: string | null
}

/** Everybody answers as a town that is well; what is asked is noted. */
function outsideOf(patch: Partial<Outside> = {}): { outside: Outside; asked: string[] } {
  const asked: string[] = []
  const note = (name: string) => void asked.push(name)
  const outside: Outside = {
    readiness: async () => ({ status: 'ready' }),
    async page(url) {
      note(`page ${url}`)
      return { status: 200, url: 'https://www.bourg.fr/' }
    },
    async text(url) {
      note(`text ${url}`)
      return { text: `User-agent: *\n\nSitemap: ${url.replace('robots.txt', 'sitemap.xml')}\n` }
    },
    async certificate({ host }) {
      note(`certificate ${host}`)
      return { until: inDays(80) }
    },
    async mailServer() {
      note('mail')
      return null
    },
    async texts(name) {
      note(`dns ${name}`)
      return name.startsWith('_dmarc') ? ['v=DMARC1; p=none'] : ['v=spf1 mx -all']
    },
    async mailExchangers(name) {
      note(`dns ${name}`)
      return ['mx.bourg.fr']
    },
    ...patch,
  }
  return { outside, asked }
}

/** What the doctor finds, by the name of each thing, and its exit status. */
async function examine(argv: string[] = [], outside: Outside = outsideOf().outside) {
  const before = place.said().length
  const status = await runDoctor(['--json', ...argv], outside)
  const { findings, right } = JSON.parse(place.said().slice(before)) as { right: boolean; findings: Told[] }
  expect(right).toBe(status === 0)
  const of = (name: string) => findings.filter(({ id }) => id.startsWith(name))
  return { status, findings, of, ids: findings.map(({ id, state }) => `${id} ${state}`) }
}

async function inStore<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(readConfig(process.env), { birth: newBirth('installation', new Date().toISOString()) })
  return act(store).finally(() => store.close())
}

function filesUnder(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String)
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

beforeEach(async () => {
  const folder = place.folder
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  const bourg = commune({
    site: 'https://www.bourg.fr',
    services: { accueil: service({ courriel: 'mairie@bourg.fr' }) },
  })
  await mkdir(join(folder, 'data/town/communes'), { recursive: true })
  await writeFile(join(folder, 'data/town/communes/bourg.json'), JSON.stringify(bourg))
  await mkdir(join(folder, 'backups'))
  const name = `guichet-${inDays(0)
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')}.ndjson.gz`
  await writeFile(join(folder, 'backups', name), '')
  Object.assign(process.env, {
    GUICHET_DATA_DIR: join(folder, 'data'),
    GUICHET_KNOWLEDGE_DIR: join(folder, 'knowledge'),
    GUICHET_INTENTS_DIR: join(folder, 'intents'),
    GUICHET_PUBLIC_URL: 'https://chat.bourg.fr',
    SMTP_URL: 'smtps://guichet:secret@smtp.bourg.fr',
    GUICHET_MAIL_FROM: 'Bourg <guichet@bourg.fr>',
    DATABASE_URL: '',
  })
})
const backups = () => ['--backups', join(place.folder, 'backups')]

describe('guichet doctor', () => {
  it('finds nothing to mend where all is well, beside a server or not, and writes nothing', async () => {
    await inStore(async (store) => {
      const before = filesUnder(place.folder)
      const { status, ids } = await examine(backups())
      expect(ids.filter((one) => one.endsWith('wrong'))).toEqual([])
      expect(status).toBe(0)
      expect(ids).toEqual(
        expect.arrayContaining(['server.ready right', 'town.right right', 'model.right right', 'mail.right right']),
      )
      expect(filesUnder(place.folder)).toEqual(before)
      await store.check()
    })
    const alone = await examine(backups(), outsideOf({ readiness: async () => null }).outside)
    expect(alone.ids).toContain('server.stopped look')
    expect(alone.status).toBe(0)
  })

  it('tells a document that is spoilt, one that was saved by its former version, and a store that is away', async () => {
    await inStore(async (store) => {
      await store.count('bourg', '2026-11-24', { questions: 1 })
      await store.count('bourg', '2026-11-24', { questions: 1 })
    })
    const [file = ''] = Object.keys(filesUnder(join(place.folder, 'data/counters'))).filter((one) => /json$/.test(one))
    const counters = join(place.folder, 'data/counters', file)
    await writeFile(counters, '{"version":1,')
    expect((await examine(backups())).ids).toContain('store.recovered look')
    await writeFile(`${counters}.bak`, 'nothing')
    const { of, status } = await examine(backups())
    expect(of('store')).toMatchObject([{ state: 'wrong', says: expect.stringContaining('counters bourg/2026-11') }])
    expect(status).toBe(1)
  })

  it('tells of mails that were given up, of slow answers, and of orders that no server takes', async () => {
    const at = inDays(-1)
    await inStore(async (store) => {
      const mail = { kind: 'invitation' as const, createdAt: at, to: 'a@bourg.fr', subject: 's', text: 't' }
      await store.queueCommuneMail({ ...mail, communeId: 'bourg' })
      const [{ id } = { id: '' }] = await store.listUnsentMails('bourg')
      await store.settleMail(id, { outcome: 'refused', fault: '550' })
      await store.count('bourg', new Date().toISOString().slice(0, 10), { 'turn.timed': 2, 'turn.ms': 9_000 })
    })
    await mkdir(join(place.folder, 'data/orders'))
    await writeFile(join(place.folder, 'data/orders/left.json'), '{}')
    await utimes(join(place.folder, 'data/orders/left.json'), new Date(at), new Date(at))
    const { of, ids } = await examine(backups())
    expect(ids).toContain('orders.left wrong')
    expect(of('mails')[0]?.says).toContain('1 ; en attente depuis plus d’une heure : 0 (dernier refus : 550)')
    expect(ids).toContain('slow.slow look')
    expect(of('slow')[0]?.says).toContain('4,5')
  })

  it('tells a backup that is missing or old, and whether one was ever put back', async () => {
    expect((await examine(['--backups', join(place.folder, 'none')])).ids).toContain('backup.none wrong')
    await mkdir(join(place.folder, 'old'))
    await writeFile(join(place.folder, 'old/guichet-2026-01-02T030405Z.ndjson.gz'), '')
    const { ids } = await examine(['--backups', join(place.folder, 'old')])
    expect(ids).toEqual(expect.arrayContaining(['backup.old wrong', 'restoration.none look']))
    await noteRestoration(join(place.folder, 'old/guichet-2026-01-02T030405Z.ndjson.gz'), inDays(-3))
    expect((await examine(['--backups', join(place.folder, 'old')])).ids).toContain('restoration.right right')
  })

  it('tells a model whose files are not those of its measures, or that is not there', async () => {
    const model = join(place.folder, 'model')
    await cp('models/guichet-fr', model, { recursive: true })
    process.env.GUICHET_MODEL_DIR = model
    await writeFile(join(model, 'tokenizer_config.json'), '{}')
    expect((await examine(backups())).ids).toContain('model.altered wrong')
    process.env.GUICHET_MODEL_DIR = join(place.folder, 'nowhere')
    expect((await examine(backups())).ids).toContain('model.missing wrong')
  })

  it('looks at the address of each commune: its certificate, and that its name leads here', async () => {
    const inTown = (id: string, publicUrl: string) =>
      writeFile(
        join(place.folder, `data/town/communes/${id}.json`),
        JSON.stringify(commune({ id, nom: `Ville ${id}`, publicUrl })),
      )
    await inTown('aubrive', 'https://chat.aubrive.fr')
    await inTown('belmont', 'https://chat.belmont.fr')
    const { outside, asked } = outsideOf()
    const { of, status } = await examine(backups(), outside)
    expect([status, of('address').map(({ id, state, says }) => [id, state, says.slice(0, 26)])]).toEqual([
      0,
      [['addresses.right', 'right', expect.stringMatching(/^Adresses des communes\s: 2\.$/)]],
    ])
    expect(asked).toEqual(
      expect.arrayContaining(['certificate chat.belmont.fr', 'text https://chat.aubrive.fr/robots.txt']),
    )
    const elsewhere = outsideOf({ text: async () => ({ text: 'Sitemap: https://chat.bourg.fr/sitemap.xml' }) }).outside
    expect((await examine(backups(), elsewhere)).of('address').map(({ id }) => id)).toEqual([
      'address.elsewhere',
      'address.elsewhere',
    ])
    const away = outsideOf({ text: async () => ({ fault: 'ENOTFOUND' }) }).outside
    expect((await examine(backups(), away)).of('address')[0]).toMatchObject({
      state: 'wrong',
      says: 'https://chat.aubrive.fr, l’adresse de Ville aubrive, ne répond pas depuis cette machine (ENOTFOUND).',
      todo: expect.stringContaining('docs/syndicate.md'),
    })
    const refused = outsideOf({
      certificate: async ({ host }) =>
        host === 'chat.belmont.fr' ? { fault: 'CERT_HAS_EXPIRED' } : { until: inDays(80) },
    })
    const { of: found } = await examine(backups(), refused.outside)
    expect(found('certificate.refused')[0]?.says).toContain('chat.belmont.fr')
    expect(refused.asked).not.toContain('text https://chat.belmont.fr/robots.txt')
    expect((await examine([...backups(), '--no-network'])).ids).toContain('addresses.unasked unknown')
    await inStore((store) =>
      store.saveSettings({
        ...{ communeId: 'bourg', baseVersion: 0, at: inDays(0), userId: 'x', userName: 'X', why: '' },
        ...{ set: { publicUrl: 'https://chat.aubrive.fr' }, toFile: [], differences: [] },
      }),
    )
    const taken = (await examine(backups())).of('address')
    expect(taken.map(({ id, says }) => [id, says])).toEqual([
      ['address.taken', expect.stringContaining('qui est déjà celle de Ville aubrive')],
      ['addresses.right', expect.anything()],
    ])
  })

  it('asks the DNS only when it is told to, and gives the records to set', async () => {
    const { outside, asked } = outsideOf()
    const { of } = await examine([...backups(), '--rpnt'], outside)
    expect(asked.filter((one) => one.startsWith('dns'))).toEqual([])
    expect(of('spf')).toMatchObject([{ state: 'unknown', record: 'bourg.fr. TXT "v=spf1 mx a:smtp.bourg.fr -all"' }])
    expect(of('dmarc')[0]?.record).toBe('_dmarc.bourg.fr. TXT "v=DMARC1; p=quarantine; rua=mailto:guichet@bourg.fr"')
    const told = await examine([...backups(), '--dns'], outside)
    expect(told.ids).toEqual(expect.arrayContaining(['spf.right right', 'dmarc.right right', 'dkim.to_set unknown']))
    const none = outsideOf({ texts: async () => [] }).outside
    expect((await examine([...backups(), '--dns'], none)).ids).toContain('spf.to_set wrong')
  })

  it('does not leave the machine when it is told not to', async () => {
    const { outside, asked } = outsideOf()
    const { ids } = await examine([...backups(), '--no-network', '--dns', '--rpnt'], outside)
    expect(asked).toEqual([])
    expect(ids).toEqual(expect.arrayContaining(['mail.unasked unknown', 'certificate.unasked unknown']))
  })

  it.each([
    [{ until: inDays(5) }, 'certificate.soon look'],
    [{ fault: 'CERT_HAS_EXPIRED' }, 'certificate.refused wrong'],
    [{ fault: 'ECONNREFUSED' }, 'certificate.away look'],
  ])('tells of a certificate: %j', async (certificate, told) => {
    expect((await examine(backups(), outsideOf({ certificate: async () => certificate }).outside)).ids).toContain(told)
  })

  it('tells of a mail server that refuses', async () => {
    const { of, status } = await examine(backups(), outsideOf({ mailServer: async () => '535' }).outside)
    expect(of('mail.away')[0]?.says).toContain('535')
    expect(status).toBe(1)
  })

  it('judges the sixteen criteria of the RPNT: passed, failed, or not to be seen from here', async () => {
    const { of } = await examine([...backups(), '--rpnt', '--dns'])
    const states = Object.fromEntries(of('rpnt.').map(({ id, state }) => [id.slice(5), state]))
    expect(Object.keys(states)).toHaveLength(16)
    const unknown = Object.keys(states).filter((one) => states[one] === 'unknown')
    expect(unknown).toEqual(['1.1', '1.8', '2.1', '2.8'])
    // p=none lets forged mails in; the reference only recommends more.
    expect(states).toMatchObject({ '1.2': 'right', '1.6': 'right', '2.3': 'right', '2.6': 'right', '2.7': 'look' })
    const elsewhere = { status: 200, url: 'https://bourg.wixsite.example/' }
    const far = outsideOf({ page: async () => elsewhere, mailExchangers: async () => [] }).outside
    const bad = await examine([...backups(), '--rpnt', '--dns'], far)
    const [town] = (await readdir(join(place.folder, 'data/town/communes'))).map((name) =>
      join(place.folder, 'data/town/communes', name),
    )
    const text = readFileSync(town ?? '', 'utf8').replace('mairie@bourg.fr', 'mairie.bourg@orange.fr')
    await writeFile(town ?? '', text.replace('www.bourg.fr', 'www.bourg.com'))
    const { ids } = await examine([...backups(), '--rpnt', '--no-network'])
    expect(ids).toEqual(
      expect.arrayContaining(['rpnt.1.2 wrong', 'rpnt.2.2 wrong', 'rpnt.2.3 wrong', 'rpnt.1.3 unknown']),
    )
    expect(bad.ids).toEqual(expect.arrayContaining(['rpnt.1.6 wrong', 'rpnt.1.7 look', 'rpnt.2.4 wrong']))
  })

  it('speaks French, or English, and refuses what it does not know', async () => {
    expect(await runDoctor(backups(), outsideOf().outside)).toBe(0)
    expect(place.said()).toContain('Rien n’est à corriger.')
    expect(await runDoctor([...backups(), '--lang', 'en'], outsideOf().outside)).toBe(0)
    expect(place.said()).toContain('Nothing is to be mended.')
    for (const argv of [['--lang', 'it'], ['--everything'], ['now']]) expect(await runDoctor(argv)).toBe(2)
  })

  it('says in words that there is no town, or that it is the demonstration', async () => {
    process.env.GUICHET_TOWN_DIR = join(place.folder, 'empty')
    expect((await examine(backups())).of('fault')[0]?.says).toContain('commune add')
    Object.assign(process.env, { GUICHET_TOWN_DIR: '', GUICHET_PUBLIC_URL: '' })
    expect((await examine(backups())).ids).toContain('town.demonstration look')
  })

  it('reads a database as it reads a folder', async () => {
    const database = await createDatabase()
    try {
      process.env.DATABASE_URL = database.url
      await inStore(async (store) => {
        await store.count('bourg', '2026-11-24', { questions: 1 })
        const { ids, of } = await examine(backups())
        expect(of('place')[0]?.says).toMatch(/PostgreSQL \d/)
        expect(ids).toContain('store.right right')
      })
    } finally {
      await database.drop()
    }
  }, 90_000)
})

describe('the sentences for operators', () => {
  const read = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(`knowledge/messages/operator.${language}.json`, 'utf8'))
  const [fr, en] = [read('fr'), read('en')]
  const places = (sentence = '') => [...sentence.matchAll(/\{\w+\}/g)].map(([one]) => one).sort()

  it('exist in both languages, with the same places', () => {
    expect(Object.keys(en)).toEqual(Object.keys(fr))
    for (const key of Object.keys(fr)) expect([key, places(en[key])]).toEqual([key, places(fr[key])])
  })

  it('say what to do of each thing that is wrong', () => {
    const code = readdirSync('src/commands/doctor').map((name) => readFileSync(`src/commands/doctor/${name}`, 'utf8'))
    const text = [...code, readFileSync('src/commands/doctor.ts', 'utf8')].join('\n')
    const wrong = [...text.matchAll(/found\(\s*'wrong',\s*'(doctor\.[\w.]+)'/g)].map(([, key = '']) => key)
    expect(wrong.length).toBeGreaterThan(12)
    // Its sentence is the remedy.
    expect(wrong.filter((key) => fr[`${key}.todo`] === undefined)).toEqual(['doctor.fault'])
  })
})
