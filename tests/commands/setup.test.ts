import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Outside } from '../../src/commands/doctor/outside.js'
import { hoursOf } from '../../src/commands/setup/questions.js'
import { runSetup } from '../../src/commands/setup.js'
import { HOURS } from '../platform/model/sample-commune.js'
import { useCommandPlace } from './command-place.js'

const place = useCommandPlace('setup')
const nobody = { readiness: async () => null, mailServer: async () => null } as unknown as Outside

/** A port that nobody listens on. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return String(port)
}

let answers: Record<string, string>
beforeEach(async () => {
  answers = {
    name: 'Saint-Bourg',
    address: '1 place de la Mairie',
    postalCode: '35190',
    phone: '02 61 91 00 00',
    email: 'mairie@saint-bourg.fr',
    hours: 'lun-ven 8h30-12h, 13h30-17h ; sam 9h-12h',
    site: 'www.saint-bourg.fr',
    publicUrl: 'https://chat.saint-bourg.fr',
    adminName: 'Anne Martin',
    adminEmail: 'anne@saint-bourg.fr',
    adminPassword: 'trois girafes en hiver',
    port: await freePort(),
    dataDir: join(place.folder, 'data'),
  }
})

const to = () => join(place.folder, 'etc')
/** Runs setup from the answers, with some others. */
async function setUp(patch: Record<string, string> = {}, argv: string[] = [], outside = nobody) {
  const file = join(place.folder, 'answers.json')
  await writeFile(file, JSON.stringify({ ...answers, ...patch }))
  const before = place.said().length
  const status = await runSetup(['--from', file, '--to', to(), '--account', 'guichet', ...argv], outside)
  return { status, said: place.said().slice(before) }
}
const written = (name: string) => readFileSync(join(to(), name), 'utf8')

describe('guichet setup', () => {
  it('writes what a server starts with, which answers a question', async () => {
    const { status, said } = await setUp()
    expect([status, said]).toEqual([0, expect.stringContaining('Compte créé : anne@saint-bourg.fr')])
    const server: ChildProcess = spawn('node', ['scripts/guichet.mjs', 'start'], {
      env: {
        PATH: process.env.PATH,
        GUICHET_CONFIG: join(to(), 'guichet.conf'),
        GUICHET_SET_UP: 'no',
        GUICHET_MODEL_DIR: place.folder,
      },
    })
    try {
      let output = ''
      for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text) => (output += text))
      while (!output.includes('Ctrl C')) {
        if (server.exitCode !== null) throw new Error(output)
        await setTimeout(50)
      }
      const url = `http://127.0.0.1:${answers.port}`
      const state = await (await fetch(`${url}/readyz`)).json()
      expect(state).toMatchObject({ storage: 'writable', content: [{ communeId: 'saint-bourg' }] })
      const ask = (question: string) =>
        fetch(`${url}/api/v1/ask`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ question }),
        }).then((response) => response.json())
      expect(await ask('Comment renouveler ma carte d’identité ?')).toMatchObject({ outcome: 'answered' })
      const town = await (await fetch(`${url}/api/v1/communes/saint-bourg`)).text()
      expect(town.replace(/[\s\u00a0]/g, ' ')).toContain('02 61 91 00 00')
      const signIn = await fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: answers.adminEmail, password: answers.adminPassword }),
      })
      expect(signIn.status).toBe(200)
      // Beside the server, nothing is touched and nothing fails.
      const again = await setUp({}, [], { ...nobody, readiness: async () => state } as Outside)
      expect([again.status, again.said]).toEqual([0, expect.stringContaining('Le serveur est en marche')])
    } finally {
      server.kill('SIGKILL')
    }
  }, 60_000)

  it('changes nothing when it is run again, and replaces nothing unless it is told to', async () => {
    await setUp()
    const { status, said } = await setUp()
    expect(status).toBe(0)
    expect(said.match(/Déjà bon/g)).toHaveLength(3)
    expect(said).toContain('La commune est déjà là')
    expect(said).toContain('est déjà là, avec son mot de passe')
    await writeFile(join(to(), 'Caddyfile'), 'autre.fr {}')
    const other = await setUp()
    expect([other.status, other.said]).toEqual([1, expect.stringContaining('--force')])
    expect(written('Caddyfile')).toBe('autre.fr {}')
    expect((await setUp({}, ['--force'])).status).toBe(0)
    expect(written('Caddyfile')).toContain('chat.saint-bourg.fr {')
    expect(written('Caddyfile.former')).toBe('autre.fr {}')
  })

  it('shows without writing, and shows no password', async () => {
    const smtp = { smtpUrl: 'smtps://anne:tres-secret@mail.saint-bourg.fr', mailFrom: 'mairie@saint-bourg.fr' }
    const { status, said } = await setUp(smtp, ['--dry-run'])
    expect(status).toBe(0)
    expect(said).toContain('SMTP_URL=smtps://anne:•••@mail.saint-bourg.fr')
    expect(said).not.toContain('tres-secret')
    expect(said).not.toContain(answers.adminPassword)
    expect(readdirSync(place.folder)).toEqual(['answers.json'])
  })

  it('keeps its files from other accounts', async () => {
    await setUp({ smtpUrl: 'smtps://anne:tres-secret@mail.saint-bourg.fr', mailFrom: 'mairie@saint-bourg.fr' })
    expect(statSync(join(to(), 'guichet.conf')).mode & 0o077).toBe(0)
    expect(written('guichet.conf')).toContain('tres-secret')
  })

  it.each([
    ['name', '12', /lettres/],
    ['postalCode', '3519', /cinq chiffres/],
    ['phone', '02 61', /dix chiffres/],
    ['email', 'mairie', /courriel complet/],
    ['hours', 'le matin', /Ces heures ne se lisent pas/],
    ['site', 'mairie', /www\.ville\.fr/],
    ['publicUrl', 'http://chat.saint-bourg.fr', /adresse entière en https/],
    ['publicUrl', 'https://saint-bourg.fr/chat', /adresse entière en https/],
    ['smtpUrl', 'mail.saint-bourg.fr', /smtps:\/\/identifiant/],
    ['webServer', 'apache', /caddy ou nginx/],
    ['adminEmail', 'anne', /courriel complet/],
    ['adminPassword', 'court', /au moins 12/],
    ['adminPassword', 'saint-bourg-2026!', /nom de la commune/],
    ['port', '80', /1024 à 65535/],
    ['dataDir', 'data', /chemin entier/],
  ])('refuses an answer in a sentence, and writes nothing: %s %s', async (question, text, words) => {
    const { status, said } = await setUp({ [question]: text })
    expect([status, said]).toEqual([1, expect.stringMatching(words)])
    expect(said).toContain(`${question} :`)
    expect(existsSync(to())).toBe(false)
  })

  it('tells all faults at once, a mail server that refuses among them, and an answer that nobody asks for', async () => {
    const refusing = { ...nobody, mailServer: async () => '535' } as Outside
    const smtp = { smtpUrl: 'smtps://anne:x@mail.saint-bourg.fr', mailFrom: 'nobody', phone: '1' }
    const { said } = await setUp(smtp, [], refusing)
    expect(said).toContain('Réponses à corriger : 3.')
    expect(said).toContain('(535)')
    expect((await setUp({ telephone: '02' })).said).toContain('telephone')
  })

  it('refuses a port that another program has, a certificate of another name, and root', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expect((await setUp({ port: String(port) })).said).toContain(`écoute déjà sur le port ${port}`)
    other.close()
    const [certificate, key] = [join(place.folder, 'cert.pem'), join(place.folder, 'key.pem')]
    const subject = ['-subj', '/CN=autre.fr', '-addext', 'subjectAltName=DNS:autre.fr']
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
      { stdio: 'ignore' },
    )
    const nginx = { webServer: 'nginx', certificate, certificateKey: key }
    expect((await setUp(nginx)).said).toContain('n’est pas celui de chat.saint-bourg.fr')
    expect((await setUp({ ...nginx, publicUrl: 'https://autre.fr', certificateKey: certificate })).said).toContain(
      'La clé',
    )
    expect((await setUp({ ...nginx, publicUrl: 'https://autre.fr' })).status).toBe(0)
    expect(written('guichet.nginx.conf')).toContain(`ssl_certificate_key ${key};`)
    expect((await setUp({}, ['--account', 'root'])).status).toBe(2)
  })

  it('writes a unit that systemd takes, and sites that pass on what the server needs', async () => {
    await setUp()
    const unit = written('guichet.service')
    expect(unit).toContain(`Environment=GUICHET_CONFIG=${join(to(), 'guichet.conf')}`)
    expect(unit).toContain(`ReadWritePaths=${answers.dataDir}`)
    expect(unit).toContain('User=guichet')
    const verify = spawnSync('systemd-analyze', ['verify', join(to(), 'guichet.service')], { encoding: 'utf8' })
    // Where there is no systemd, its lines are at least of its shape.
    if (verify.error) expect(unit.split('\n').filter((line) => !/^(#.*|\[\w+\]|\w+=.*|)$/.test(line))).toEqual([])
    else expect(verify.stderr.split('\n').filter((line) => line.includes('guichet.service'))).toEqual([])
    expect(written('Caddyfile')).toContain(`reverse_proxy 127.0.0.1:${answers.port}`)
    await setUp({ webServer: 'nginx' })
    const site = written('guichet.nginx.conf')
    expect(site).toContain('/etc/letsencrypt/live/chat.saint-bourg.fr/fullchain.pem')
    expect(site).not.toContain('ville.fr')
    expect(site.match(/\{/g)?.length).toBe(site.match(/\}/g)?.length)
    expect(site.match(/proxy_pass [^;]*/g)).toEqual(Array(2).fill(`proxy_pass http://127.0.0.1:${answers.port}`))
  })

  it('refuses what it does not know', async () => {
    expect(await runSetup(['--everything'])).toBe(2)
    expect((await setUp({}, ['now'])).status).toBe(2)
  })
})

it.each([
  'lun-ven 8h30-12h, 13h30-17h ; sam 9h-12h',
  'du lundi au vendredi 8h30-12h et 13h30-17h ; samedi 9h-12h',
  'Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00',
  'lundi à vendredi de 8 h 30 à 12 h et de 13 h 30 à 17 h ; samedi de 9 h à 12 h',
])('hours are read as a clerk writes them: %s', (text) => {
  const day = [
    ['08:30', '12:00'],
    ['13:30', '17:00'],
  ]
  expect(hoursOf(text)).toEqual({ 1: day, 2: day, 3: day, 4: day, 5: day, 6: HOURS[6] })
})
