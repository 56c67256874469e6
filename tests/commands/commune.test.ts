import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { runCommand } from '../../src/commands/cli.js'
import { readConfig } from '../../src/config.js'
import { gapsOf, SETTING_STEPS } from '../../src/features/first-run/steps.js'
import { checkCommune } from '../../src/features/settings/commune-schema.js'
import { loadTown } from '../../src/features/settings/load-town.js'
import { namesOf } from '../../src/features/settings/public-names.js'
import type { Commune } from '../../src/platform/model/commune.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { OWN } from '../features/new-town/first-town.js'
import { commune } from '../platform/model/sample-commune.js'
import { useCommandPlace } from './command-place.js'

let folder: string
const place = useCommandPlace('commune')
const said = () => place.said()

beforeEach(async () => {
  folder = place.folder
  for (const path of ['messages', 'passwords', 'communes/villebourg.json'])
    await cp(join('knowledge', path), join(folder, 'knowledge', path), { recursive: true })
  await mkdir(join(folder, 'intents'))
  Object.assign(process.env, {
    GUICHET_KNOWLEDGE_DIR: join(folder, 'knowledge'),
    GUICHET_INTENTS_DIR: join(folder, 'intents'),
    GUICHET_DATA_DIR: join(folder, 'data'),
    GUICHET_PUBLIC_URL: 'https://chat.bourg.example',
    GUICHET_PASSWORD: 'un mot de passe long',
  })
})

const run = (...argv: string[]) => runCommand('commune', argv)
const add = (id: string, name = 'Bourg') => run('add', '--id', id, '--name', name)
const inTown = (path: string) => join(folder, 'data/town', path)
const written = async (id: string): Promise<Commune> =>
  JSON.parse(await readFile(inTown(`communes/${id}.json`), 'utf8')) as Commune
const refused = async () => (await loadTown(readConfig(process.env)).catch((error: Error) => error)) as Error
async function write(path: string, content: unknown): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
}
/** Every file of a folder, by its path. */
async function filesIn(path: string): Promise<string[]> {
  const found = await readdir(join(folder, path), { recursive: true, withFileTypes: true })
  return found
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + path.length + 2))
    .sort()
}

describe('an argument that is kept', () => {
  const nir = 'Anne, 1 85 05 78 006 084 36'
  it.each([
    ['commune', '--name', ['add', '--id', 'ville', '--name', nir]],
    ['user', '--name', ['add', '--email', 'anne@example.org', '--name', nir]],
    ['stop-answers', '--why', ['--why', nir]],
  ])(
    'of guichet %s is refused when %s holds a personal number, and nothing is written',
    async (command, option, argv) => {
      await add('bourg')
      const before = await filesIn('data')
      expect(await runCommand(command, argv)).toBe(2)
      expect(said()).toContain(
        `${option} contient un numéro de sécurité sociale, un IBAN ou un numéro de carte bancaire.`,
      )
      expect(said()).not.toContain('006 084')
      expect(await filesIn('data')).toEqual(before)
    },
  )
})

describe('guichet import csv', () => {
  it('says which line holds a personal number, saves the others, and keeps the file’s name without one', async () => {
    await add('bourg')
    const nir = '1 85 05 78 006 084 36'
    await write(`${nir}.csv`, `Titre;Réponse\nPiscine;De 9 h à 18 h.\nCantine;Je suis ${nir}.\n`)
    const from = join(folder, `${nir}.csv`)
    expect(await runCommand('import', ['csv', '--from', from, '--commune', 'bourg', '--apply'])).toBe(0)
    expect(said()).toContain('Ligne 3, en bref : le texte contient un numéro de sécurité sociale')
    const store = await openLowdbStore({ dataDir: join(folder, 'data') })
    const { rows } = await store.listAudit('bourg', { kind: 'import', limit: 5 })
    const cantine = await store.getEntryRecord('bourg', 'cantine')
    await store.close()
    expect(rows.map(({ after }) => after)).toEqual([{ name: '….csv', drafts: { piscine: 1 } }])
    expect(cantine).toBeUndefined()
  })
})

describe('an installation without a commune', () => {
  it('is told the command that makes one, though the demonstration’s lies in the content', async () => {
    const { message } = await refused()
    expect(message).toContain(`GUICHET_TOWN_DIR : il n’y a pas encore de commune dans ${inTown('communes')}.`)
    expect(message).toContain('npx guichet commune add --id ville --name "Ville"')
  })

  it.each([
    ['user', ['add', '--email', 'anne@example.org', '--name', 'Anne']],
    ['retention', ['--dry-run']],
    ['stop-answers', ['--commune', 'villebourg', '--why', 'essai']],
    ['export', ['--format', 'csv', '--out', '/nowhere/x.csv']],
    ['import', ['csv', '--from', 'x.csv']],
    ['import', ['annuaire', '--from', 'x.json', '--insee', '45300', '--commune', 'villebourg']],
    ['import', ['service-public', '--from', 'x.zip']],
    ['import-places', ['--file', 'x.csv', '--commune', 'villebourg']],
    ['pack', ['export', '--out', '/nowhere/x', '--key', 'y', '--id', 'z']],
    ['pack', ['list']],
  ])('tells it to “%s” too, which takes no commune of the content', async (name, argv) => {
    expect(await runCommand(name, argv)).toBe(1)
    expect(said()).toContain('il n’y a pas encore de commune')
  })
})

describe('guichet commune add', () => {
  it('writes a file that is right, of which nothing could be believed, and that its owner alone reads', async () => {
    expect(await add('bourg', 'Bourg-les-Eaux')).toBe(0)
    const file = inTown('communes/bourg.json')
    expect(said()).toContain(`Commune ajoutée : bourg (Bourg-les-Eaux), dans ${file}.`)
    const town = await written('bourg')
    expect(checkCommune(town)).toMatchObject({ ok: true, commune: { id: 'bourg', nom: 'Bourg-les-Eaux' } })
    // No phone, no e-mail, no address, no street, no hour of anybody.
    expect(JSON.stringify({ ...town, id: '', nom: '' })).not.toMatch(
      /@|https?:|\d\d:\d\d|\d{5}|0\d( \d\d){4}|rue|place/,
    )
    expect([(await stat(file)).mode & 0o777, (await stat(inTown('communes'))).mode & 0o777]).toEqual([0o600, 0o700])
    expect([...(await loadTown(readConfig(process.env))).keys()]).toEqual(['bourg'])
  })

  it('takes an address that residents see, unless it is the server’s, another’s or none', async () => {
    const addressed = (id: string, address: string) => run('add', '--id', id, '--name', 'Ville', '--address', address)
    expect(await addressed('ville', 'https://Chat.Ville.example/')).toBe(0)
    expect(await written('ville')).toMatchObject({ publicUrl: 'https://chat.ville.example' })
    await run('list')
    expect(said()).toContain('ville  Ville  https://chat.ville.example  ')
    for (const [address, why] of [
      ['https://chat.ville.example:444', 'https://chat.ville.example:444 est déjà l’adresse de Ville (ville)'],
      ['https://chat.bourg.example', 'https://chat.bourg.example est l’adresse du serveur'],
      ['https://chat.autre.example/chat', 'L’adresse s’écrit comme https://chat.ville.fr, sans rien après le nom'],
    ] as const) {
      expect(await addressed('autre', address)).toBe(1)
      expect(said()).toContain(`${why}`)
    }
    delete process.env.GUICHET_PUBLIC_URL
    process.env.GUICHET_DEMONSTRATION = 'no'
    expect(await addressed('autre', 'https://chat.autre.example')).toBe(1)
    expect(said()).toContain('demande que le serveur ait d’abord une adresse à lui (GUICHET_PUBLIC_URL)')
    expect(await filesIn('data/town/communes')).toEqual(['ville.json'])
  })

  it('is read with the address of another commune or of the server, of which the first has it', async () => {
    for (const id of ['bourg', 'ville']) {
      await add(id)
      await write(`data/town/communes/${id}.json`, { ...(await written(id)), publicUrl: 'https://chat.ville.example' })
    }
    // One address that is wrong would otherwise leave every commune without a server.
    const read = await loadTown(readConfig(process.env))
    expect([...read.keys()]).toEqual(['bourg', 'ville'])
    const { owners, faults } = namesOf(read.values(), 'https://guichet.example')
    expect([owners.get('chat.ville.example')?.id, faults.get('ville')]).toMatchObject(['bourg', { fault: 'taken' }])
  })

  it('begins with the settings of another commune, and says which are not taken', async () => {
    await add('bourg')
    const file = { ...(await written('bourg')), reopenHours: 12, presence: { awayWords: ['à Bourgneuf'] } }
    await write('data/town/communes/bourg.json', { ...file, nom: 'Bourgneuf' })
    expect(await run('add', '--id', 'ville', '--name', 'Ville', '--from', 'bourg')).toBe(0)
    expect(said()).toContain(
      'Non repris de « bourg », parce que son nom, une adresse ou un numéro y est écrit : presence.',
    )
    expect(await written('ville')).toMatchObject({ id: 'ville', nom: 'Ville', reopenHours: 12 })
    expect(await written('ville')).not.toHaveProperty('presence')
    expect(await run('add', '--id', 'autre', '--name', 'Autre', '--from', 'nulle-part')).toBe(1)
    expect(said()).toContain('Il n’y a pas de commune « nulle-part ». Rien n’a changé.')
  })

  it('brings the own entries of the other as drafts, where it is asked, with places for its facts', async () => {
    await add('bourg')
    const file = { ...(await written('bourg')), nom: 'Bourgneuf' }
    await write('data/town/communes/bourg.json', file)
    const row = { ...OWN[0], id: 'piscine', owner: 'accueil' }
    await write('data/town/communes/bourg.jsonl', `${JSON.stringify(row)}\n`)
    expect(await run('add', '--id', 'ville', '--name', 'Ville', '--entries')).toBe(2)
    expect(await run('add', '--id', 'ville', '--name', 'Ville', '--from', 'bourg', '--entries')).toBe(0)
    expect(said()).toMatch(/Brouillons : 1, avec \d+ places à remplir avant de les publier\./)
    const store = await openLowdbStore({ dataDir: join(folder, 'data') })
    const record = await store.getEntryRecord('ville', 'piscine')
    await store.close()
    expect(record?.draft?.content.sections.cost).toBe(
      '- Adulte : [à compléter : prix]\n- Enfant : [à compléter : prix]',
    )
    expect(record?.draft?.by.userName).toBe('guichet')
    expect(JSON.stringify(record)).not.toMatch(/bourgneuf/i)
  })

  it('leaves to Mise en route everything that a citizen must know', async () => {
    await add('bourg')
    const town = await written('bourg')
    const gaps = SETTING_STEPS.flatMap((step) => gapsOf(step, town).map(({ field, why }) => `${field} ${why}`))
    const asked = ['site', 'origins', 'adresse', 'telephone', 'courriel', 'hours', 'controller', 'dpoEmail']
    expect(gaps).toEqual(asked.map((field) => `${field} empty`))
  })

  it('refuses an id that names no commune, and the same id twice, and overwrites nothing', async () => {
    for (const id of ['', 'Ville', 'ma ville', '../ville', 'é', 'a'.repeat(61)]) expect(await add(id)).toBe(2)
    expect(said()).toContain('Identifiant refusé : « ../ville ».')
    await write('data/town/communes/autre.json', commune({ id: 'bourg' }))
    expect(await add('bourg')).toBe(1)
    expect(said()).toContain(`Il y a déjà une commune « bourg » : ${inTown('communes/autre.json')}. Rien n’a changé.`)
    expect(await add('autre')).toBe(1)
    expect(said()).toContain(`Il y a déjà un fichier ${inTown('communes/autre.json')}. Rien n’a changé.`)
    expect(await filesIn('data/town')).toEqual(['communes/autre.json'])
    expect((await written('autre')).id).toBe('bourg')
  })

  it('adds a second one, in the folder that is set', async () => {
    process.env.GUICHET_TOWN_DIR = join(folder, 'ailleurs/ville')
    expect([await add('bourg'), await add('hameau', 'Hameau')]).toEqual([0, 0])
    expect(await filesIn('ailleurs')).toEqual(['ville/communes/bourg.json', 'ville/communes/hameau.json'])
    expect(await run('list')).toBe(0)
    expect(said()).toContain(`hameau  Hameau  ${join(folder, 'ailleurs/ville/communes/hameau.json')}`)
  })

  it('says how it is used, and that the demonstration has its own commune', async () => {
    for (const argv of [
      [],
      ['add'],
      ['add', '--id', 'x'],
      ['add', '--id', 'x', '--name', ' '],
      ['remove'],
      ['list', 'x'],
    ])
      expect(await run(...argv)).toBe(2)
    expect(said()).toContain('guichet commune add --id ville --name "Ville"')
    delete process.env.GUICHET_PUBLIC_URL
    expect([await add('bourg'), await run('adopt'), await run('list')]).toEqual([1, 1, 0])
    expect(said()).toContain('Donnez d’abord GUICHET_PUBLIC_URL')
    expect(said()).toContain('villebourg  Villebourg-sur-Loire')
    await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT')
  })
})

describe('guichet commune adopt', () => {
  /** As the installation of an earlier version: its files among the content, under a name of its own. */
  beforeEach(async () => {
    await write('knowledge/communes/notre-ville.json', commune())
    await write('knowledge/communes/bourg/fete.md', 'la fête')
    await write('knowledge/communes/bourg/translations/en/fete.md', 'the fair')
    await write('knowledge/communes/bourg.jsonl', '{}')
    await write('knowledge/places/bourg.json', { places: [] })
    await write('knowledge/places/villebourg.json', { places: [] })
    await write('knowledge/replies/bourg/a.json', [])
    await write('knowledge/replies/a.json', [])
    await write('intents/communes/bourg/fete.json', { utterances: {} })
    await write('knowledge/communes/spoilt.json', '{')
  })

  it('is what a start and “add” ask for', async () => {
    expect((await refused()).message).toMatch(
      /ne lit plus celles de .*knowledge\/communes \(bourg, spoilt\).*npx guichet commune adopt$/,
    )
    expect(await add('autre')).toBe(1)
    expect(said()).toContain('lancez d’abord « npx guichet commune adopt »')
    await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT')
  })

  it('moves all that is a commune’s own, whole, and leaves what is shared or the demonstration’s', async () => {
    expect(await run('adopt')).toBe(0)
    expect(await filesIn('data/town')).toEqual([
      'communes/bourg.json',
      'communes/bourg.jsonl',
      'communes/bourg/fete.md',
      'communes/bourg/intents/fete.json',
      'communes/bourg/translations/en/fete.md',
      'communes/spoilt.json',
      'places/bourg.json',
      'replies/bourg/a.json',
    ])
    expect(await written('bourg')).toEqual(commune())
    expect(await readFile(inTown('communes/bourg/fete.md'), 'utf8')).toBe('la fête')
    const left = (await filesIn('knowledge')).filter((path) => !/^(messages|passwords)\//.test(path))
    expect(left).toEqual(['communes/villebourg.json', 'places/villebourg.json', 'replies/a.json'])
    expect(await filesIn('intents')).toEqual([])
    expect(await run('adopt')).toBe(1)
    expect(said()).toContain('Il n’y a rien à déplacer')
  })

  it('overwrites nothing, and then moves nothing', async () => {
    await write('data/town/places/bourg.json', { places: ['d’avant'] })
    const before = await filesIn('knowledge')
    expect(await run('adopt')).toBe(1)
    expect(said()).toContain(`Rien n’a été déplacé, car il y a déjà :\n  ${inTown('places/bourg.json')}\n`)
    expect([await filesIn('knowledge'), await filesIn('data/town')]).toEqual([before, ['places/bourg.json']])
  })

  it('names in the list what is not served, once the installation has its own', async () => {
    await write('data/town/communes/autre.json', commune({ id: 'autre' }))
    expect([...(await loadTown(readConfig(process.env))).keys()]).toEqual(['autre'])
    expect(await run('list')).toBe(0)
    expect(said()).toMatch(/bourg {2}n’est pas servie : .*notre-ville\.json est au milieu du contenu/)
  })
})
