import { symlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ConfigError, readConfig } from '../src/config.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('the configuration', () => {
  it('has a value for everything', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, drainSeconds: 0, database: null, demonstration: true })
  })

  it('is refused with every fault, each in words, whatever the others are', () => {
    expect(
      faultsOf({
        PORT: '70000',
        LOG_LEVEL: 'loud',
        GUICHET_PROMISE: '2',
        GUICHET_OFFER_PROMISE: '97',
        GUICHET_PUBLIC_URL: 'https://chat.ville.fr',
        GUICHET_DEMONSTRATION: 'yes',
        GUICHET_DEMONSTRATION_CLOCK: 'noon',
        GUICHET_PUSH_CONTACT: 'mailto:mairie@ville.fr',
        GUICHET_INTENTS_DIR: path.join(folder, 'nowhere'),
      }),
    ).toEqual([
      'PORT : il faut un nombre entier de 0 à 65535',
      'LOG_LEVEL : il faut l’un de ces mots : silent, fatal, error, warn, info, debug, trace',
      'GUICHET_DEMONSTRATION_CLOCK : il faut un moment comme 2026-11-24T10:00',
      'GUICHET_PROMISE : il faut une part entre 0 et 1, comme 0.02',
      'GUICHET_OFFER_PROMISE : il faut une part entre 0 et 1, comme 0.97',
      'GUICHET_DEMONSTRATION : les comptes de démonstration sont refusés à une adresse publique',
      'GUICHET_PUSH_PUBLIC_KEY, GUICHET_PUSH_PRIVATE_KEY, GUICHET_PUSH_CONTACT : les trois, ou aucun',
      `GUICHET_INTENTS_DIR : il n’y a pas de dossier ${path.join(folder, 'nowhere')}`,
    ])
  })

  it('has the communes of an installation outside the content, and those of the demonstration in it', () => {
    const town = { GUICHET_TOWN_DIR: path.join(folder, 'town') }
    const installed = { GUICHET_DEMONSTRATION: 'no', GUICHET_DATA_DIR: path.join(folder, 'data') }
    expect(readConfig({ GUICHET_DATA_DIR: path.join(folder, 'data') }).townDir).toBe(path.resolve('knowledge'))
    expect(readConfig(installed).townDir).toBe(path.join(folder, 'data/town'))
    expect(readConfig({ ...installed, ...town }).townDir).toBe(path.join(folder, 'town'))
    expect(faultsOf(town)).toEqual([expect.stringMatching(/^GUICHET_TOWN_DIR : la démonstration n’a que sa commune/)])
    symlinkSync(path.resolve('knowledge'), path.join(folder, 'link'))
    for (const content of ['knowledge', './knowledge/', path.join(folder, 'link')])
      expect(faultsOf({ ...installed, GUICHET_TOWN_DIR: content })).toEqual([
        expect.stringMatching(/^GUICHET_TOWN_DIR : c’est le dossier du contenu/),
      ])
    const file = path.resolve('package.json')
    expect(faultsOf({ ...installed, GUICHET_TOWN_DIR: file })).toEqual([
      `GUICHET_TOWN_DIR : ${file} est un fichier, pas un dossier`,
    ])
  })

  it('lets other assistants ask in a demonstration, and in an installation that says so', () => {
    const installed = { GUICHET_DEMONSTRATION: 'no' }
    const isOn = (environment: NodeJS.ProcessEnv) => readConfig(environment).mcp
    expect([isOn({}), isOn({ GUICHET_MCP: 'no' })]).toEqual([true, false])
    expect([isOn(installed), isOn({ ...installed, GUICHET_MCP: 'yes' })]).toEqual([false, true])
  })

  it('opens a demonstration to other machines by name alone, and never at a public address', () => {
    const shown = { GUICHET_DEMONSTRATION: 'yes', GUICHET_DEMONSTRATION_REMOTE: 'yes', HOST: '0.0.0.0' }
    expect(readConfig(shown)).toMatchObject({
      demonstration: true,
      demonstrationAsked: true,
      demonstrationRemote: true,
    })
    expect(readConfig({})).toMatchObject({ demonstrationAsked: false, demonstrationRemote: false })
    expect(faultsOf({ ...shown, GUICHET_DEMONSTRATION_REMOTE: 'no' })).toHaveLength(1)
    expect(faultsOf({ ...shown, GUICHET_PUBLIC_URL: 'https://chat.ville.fr' })).toEqual([
      'GUICHET_DEMONSTRATION : les comptes de démonstration sont refusés à une adresse publique',
    ])
    expect(faultsOf({ GUICHET_DEMONSTRATION: 'no', GUICHET_DEMONSTRATION_REMOTE: 'yes' })).toEqual([
      'GUICHET_DEMONSTRATION_REMOTE : seule la démonstration a des comptes à ouvrir à d’autres machines',
    ])
  })

  it('is refused when a part of an address was left out, or is written otherwise than in one', () => {
    const mail = { GUICHET_MAIL_FROM: 'mairie@ville.fr' }
    expect(faultsOf({ ...mail, SMTP_URL: 'smtps://mairie:100%sur@mail.ville.fr' })).toEqual([
      'SMTP_URL : dans l’identifiant et le mot de passe, % s’écrit %25 et @ s’écrit %40',
    ])
    expect(faultsOf({ ...mail, SMTP_URL: 'smtps://mairie:100%25sur%40@mail.ville.fr' })).toEqual([])
    const keys = { GUICHET_PUSH_PUBLIC_KEY: 'A'.repeat(87), GUICHET_PUSH_PRIVATE_KEY: 'A'.repeat(43) }
    expect(faultsOf({ ...keys, GUICHET_PUSH_CONTACT: 'mailto:' })).toEqual([
      'GUICHET_PUSH_CONTACT : il faut une adresse comme mailto:mairie@ville.fr',
      'GUICHET_PUSH_PUBLIC_KEY, GUICHET_PUSH_PRIVATE_KEY, GUICHET_PUSH_CONTACT : les trois, ou aucun',
    ])
    expect(faultsOf({ ...keys, GUICHET_PUSH_CONTACT: 'mailto:mairie@ville.fr' })).toEqual([])
  })

  it('takes an account in Tchap whole, at an address that is encrypted or of this machine', () => {
    const [url, token] = ['https://matrix.ville.fr', 'syt_abc.DEF-123']
    expect(faultsOf({ GUICHET_MATRIX_URL: url, GUICHET_MATRIX_TOKEN: token })).toEqual([])
    expect(faultsOf({ GUICHET_MATRIX_URL: 'http://127.0.0.1:8008', GUICHET_MATRIX_TOKEN: token })).toEqual([])
    expect(faultsOf({ GUICHET_MATRIX_URL: url })).toEqual([
      'GUICHET_MATRIX_URL, GUICHET_MATRIX_TOKEN : les deux, ou aucun',
    ])
    for (const wrong of ['http://matrix.ville.fr', `${url}/_matrix`])
      expect(faultsOf({ GUICHET_MATRIX_URL: wrong, GUICHET_MATRIX_TOKEN: token })).toEqual([
        expect.stringMatching(/^GUICHET_MATRIX_URL : il faut une adresse https sans chemin/),
        // It stands for none.
        'GUICHET_MATRIX_URL, GUICHET_MATRIX_TOKEN : les deux, ou aucun',
      ])
    expect(faultsOf({ GUICHET_MATRIX_URL: url, GUICHET_MATRIX_TOKEN: 'deux mots' })).toContain(
      'GUICHET_MATRIX_TOKEN : il faut le jeton d’accès du compte',
    )
  })

  it('is read from a file, in which a name of Guichet that does not exist is a fault; the environment goes first', async () => {
    const file = path.join(folder, 'guichet.conf')
    await writeFile(file, '# Villebourg\nPORT=4000\nGUICHET_DRAIN_SECONDS=8\nNODE_OPTIONS=--max-old-space-size=900\n')
    expect(readConfig({ GUICHET_CONFIG: file, PORT: '5000' })).toMatchObject({ port: 5000, drainSeconds: 8 })
    await writeFile(file, 'GUICHET_DATADIR=/srv\nPORT=x\n')
    expect(faultsOf({ GUICHET_CONFIG: file })).toEqual([
      `GUICHET_DATADIR : ce réglage n’existe pas (dans ${file}) ; vouliez-vous écrire GUICHET_DATA_DIR ?`,
      'PORT : il faut un nombre entier de 0 à 65535',
    ])
    expect(faultsOf({ GUICHET_CONFIG: path.join(folder, 'none'), PORT: '-1' })).toHaveLength(2)
    expect(faultsOf({ GUICHET_CONFIG: folder })).toEqual([`GUICHET_CONFIG : ${folder} est un dossier, pas un fichier`])
  })

  it('is read from lines of one shape, in quotes or not; a line of another shape is a fault, never left out', async () => {
    const file = path.join(folder, 'lines.conf')
    await writeFile(
      file,
      `PORT = 4000\nSMTP_URL='smtp://mail.ville.fr'\nGUICHET_MAIL_FROM="Mairie <mairie@ville.fr>"\n`,
    )
    expect(readConfig({ GUICHET_CONFIG: file })).toMatchObject({
      port: 4000,
      mail: { url: 'smtp://mail.ville.fr', from: 'Mairie <mairie@ville.fr>' },
    })
    await writeFile(file, 'PORT 4000\nexport GUICHET_DATA_DIR=/srv\n')
    expect(faultsOf({ GUICHET_CONFIG: file })).toEqual([
      `GUICHET_CONFIG : la ligne 1 de ${file} n’est pas de la forme NOM=valeur`,
      `GUICHET_CONFIG : la ligne 2 de ${file} n’est pas de la forme NOM=valeur`,
    ])
  })

  it.each([
    ['GUICHET_PUBLIC_URI', 'GUICHET_PUBLIC_URL'],
    ['GUICHET_DEMO', 'GUICHET_DEMONSTRATION'],
    ['guichet_data_dir', 'GUICHET_DATA_DIR'],
    ['GUICHET-DATA-DIR', 'GUICHET_DATA_DIR'],
    ['GUCHET_SEAL_KEY', 'GUICHET_SEAL_KEY'],
    ['GUICHET_RATE_SIGNIN_PER_MINUTE', 'GUICHET_RATE_SIGN_IN_PER_MINUTE'],
  ])('is refused when the environment has %s, and says %s', (written, meant) => {
    expect(faultsOf({ [written]: 'x' })).toEqual([
      `${written} : ce réglage n’existe pas (dans l’environnement) ; vouliez-vous écrire ${meant} ?`,
    ])
  })

  it('is refused for a name of Guichet that is near no other; names of other programs are theirs', async () => {
    expect(faultsOf({ GUICHET_TELEMETRY: 'no' })).toEqual([
      'GUICHET_TELEMETRY : ce réglage n’existe pas (dans l’environnement) ; voyez la liste de docs/settings.md',
    ])
    const others = 'DATABASE_USER DATABASE_URI SMTP_USER SMTP_URI LOG_LEVELS PORTS HOSTNAME HOSTS PATH NODE_OPTIONS TZ'
    expect(faultsOf(Object.fromEntries(others.split(' ').map((name) => [name, 'x'])))).toEqual([])
    const file = path.join(folder, 'others.conf')
    await writeFile(file, 'DATABASE_USER=guichet\nNODE_OPTIONS=--x\nTZ=Europe/Paris\n')
    expect(faultsOf({ GUICHET_CONFIG: file })).toEqual([])
  })

  it('takes no second value for one name in its file, nor a name that is nearly a setting’s', async () => {
    const file = path.join(folder, 'twice.conf')
    await writeFile(file, 'PORT=4000\nPROT=4001\nSMTP_URI=smtp://mail.ville.fr\nPORT=4002\n')
    expect(faultsOf({ GUICHET_CONFIG: file })).toEqual([
      `PORT : ce réglage est donné deux fois (dans ${file})`,
      `PROT : ce réglage n’existe pas (dans ${file}) ; vouliez-vous écrire PORT ?`,
      `SMTP_URI : ce réglage n’existe pas (dans ${file}) ; vouliez-vous écrire SMTP_URL ?`,
    ])
  })

  it('takes numbers in digits alone, and an empty one for the default', () => {
    expect(readConfig({ PORT: '', GUICHET_DRAIN_SECONDS: '', GUICHET_RATE_ADDRESS_PER_10S: '' })).toMatchObject({
      port: 3000,
      drainSeconds: 0,
      rateLimits: { addressPer10s: 600 },
    })
    for (const written of ['3e3', '0x10', '4000.0', ' 80', '-1', '٣', 'true', '9'.repeat(30)])
      expect(faultsOf({ PORT: written })).toEqual(['PORT : il faut un nombre entier de 0 à 65535'])
  })

  it('is refused for an address with a path, which would be left out, and for a word that scripts do not know', () => {
    const faulty = 'GUICHET_PUBLIC_URL : il faut une adresse sans chemin, comme https://chat.ville.fr'
    for (const end of ['/chat', '/?a=b', '/#a']) {
      expect(faultsOf({ GUICHET_PUBLIC_URL: `https://chat.ville.fr${end}` })).toEqual([faulty])
    }
    expect(faultsOf({ GUICHET_PUBLIC_URL: 'https://chat.ville.fr/' })).toEqual([])
    expect(faultsOf({ GUICHET_SET_UP: 'non' })).toEqual(['GUICHET_SET_UP : il faut yes, no ou rien'])
  })

  it('is refused when the data folder is a file, before anything is said of its key', async () => {
    const file = path.join(folder, 'data')
    await writeFile(file, '')
    expect(faultsOf({ GUICHET_DATA_DIR: file })).toEqual([`GUICHET_DATA_DIR : ${file} est un fichier, pas un dossier`])
  })
})
