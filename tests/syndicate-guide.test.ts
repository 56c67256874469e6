import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { runCommand } from '../src/commands/cli.js'
import { checkCommune } from '../src/features/settings/commune-schema.js'
import { openStore } from '../src/store/open-store.js'
import { useCommandPlace } from './commands/command-place.js'

const guide = readFileSync('docs/syndicate.md', 'utf8')
const blocksOf = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) =>
    block.trim(),
  )
const place = useCommandPlace('syndicate')

beforeEach(async () => {
  for (const path of ['messages', 'passwords'])
    await cp(join('knowledge', path), join(place.folder, 'knowledge', path), { recursive: true })
  await mkdir(join(place.folder, 'var/lib/guichet'), { recursive: true })
  Object.assign(process.env, {
    GUICHET_KNOWLEDGE_DIR: join(place.folder, 'knowledge'),
    GUICHET_DATA_DIR: join(place.folder, 'var/lib/guichet'),
    GUICHET_PUBLIC_URL: 'https://chat.rives.fr',
    GUICHET_PASSWORD: 'trois girafes en hiver',
  })
})

/** The words of a line, as a shell would part them, with the folders of the system in one of the test’s own. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) =>
    (quoted ?? word ?? '').replace(/^\/var\//, `${place.folder}/var/`),
  )

describe('docs/syndicate.md', () => {
  it('has commands that do what it says, one after another', async () => {
    const lines = blocksOf('sh').flatMap((block) => block.split('\n'))
    expect(lines.length).toBeGreaterThan(15)
    for (const line of lines) {
      const [npx, guichet, name, ...argv] = wordsOf(line)
      expect([npx, guichet]).toEqual(['npx', 'guichet'])
      const status = await runCommand(name, argv)
      expect({ line, status, said: status === 0 ? '' : place.said() }).toEqual({ line, status: 0, said: '' })
      if (line.includes(' resume ')) await talk()
    }
    const said = place.said()
    expect(said.match(/Rien n’a été fait\./g)).toHaveLength(5)
    for (const words of [
      'Belmont est suspendue.',
      'Belmont répond de nouveau.',
      'Belmont (belmont) est en place',
      'Belmont est maintenant là-bas (belmont).',
      'Il n’y a plus rien de « belmont » sur ce serveur.',
      'Aubrive (aubrive) : 3 questions',
      '1200,00 €',
      'id;name;questions',
    ])
      expect(said).toContain(words)
  })

  it('gives a commune its address in either web server, and leaves the server’s', async () => {
    const site = async (path: string, made: string) => {
      await mkdir(join(place.folder, path, '..'), { recursive: true })
      const text = await readFile(join('deploy', made), 'utf8')
      await writeFile(join(place.folder, path), text.replaceAll('chat.ville.fr', 'chat.rives.fr'))
    }
    await site('etc/caddy/Caddyfile', 'Caddyfile')
    await site('etc/nginx/sites-enabled/guichet.conf', 'site.nginx.conf')
    const before = await readFile(join(place.folder, 'etc/nginx/sites-enabled/guichet.conf'), 'utf8')
    const lines = [...guide.matchAll(/^ {3}```bash\n([\s\S]*?)^ {3}```/gm)].map(([, block = '']) => block).join('')
    const asked = join(place.folder, 'asked')
    const stubs = `sudo() { "$@"; }\nsystemctl() { echo "$*" >> ${asked}; }\ncertbot() { systemctl "$@"; }\n`
    const script = stubs + lines.replace(/(?<= )\/etc\//g, `${place.folder}/etc/`)
    const follow = (text: string) => {
      const { status, stderr } = spawnSync('sh', ['-e', '-c', text], { cwd: place.folder, encoding: 'utf8' })
      return [status, stderr]
    }
    expect(follow(script)).toEqual([0, ''])
    const read = (path: string) => readFile(join(place.folder, path), 'utf8')
    expect(await read('etc/caddy/Caddyfile')).toMatch(/^chat\.belmont\.fr, chat\.rives\.fr \{$/m)
    expect(await read('etc/nginx/sites-enabled/guichet.conf')).toBe(before)
    const own = await read('etc/nginx/sites-enabled/chat.belmont.fr.conf')
    expect(own).toBe(before.replaceAll('chat.rives.fr', 'chat.belmont.fr'))
    expect(own.match(/server_name chat\.belmont\.fr;/g)).toHaveLength(2)
    expect(own).toContain('proxy_set_header Host $host;')
    expect(own).toContain('/etc/letsencrypt/live/chat.belmont.fr/fullchain.pem')
    expect((await readFile(asked, 'utf8')).trim().split('\n')).toEqual([
      'reload caddy',
      'certonly --webroot --webroot-path /var/www/html -d chat.belmont.fr',
      'reload nginx',
    ])
    expect(follow(script.replaceAll('chat.belmont.fr', 'chat.aubrive.fr'))).toEqual([0, ''])
    expect(await read('etc/caddy/Caddyfile')).toMatch(/^chat\.belmont\.fr, chat\.aubrive\.fr, chat\.rives\.fr \{$/m)
    expect(await read('etc/nginx/sites-enabled/chat.belmont.fr.conf')).toBe(own)
  })

  it('shows what a commune’s file takes', async () => {
    await runCommand('commune', ['add', '--id', 'belmont', '--name', 'Belmont'])
    const file = join(place.folder, 'var/lib/guichet/town/communes/belmont.json')
    const shown = JSON.parse(blocksOf('json')[0] ?? '') as object
    const read = checkCommune({ ...(JSON.parse(await readFile(file, 'utf8')) as object), ...shown })
    expect(read).toMatchObject({ ok: true, commune: shown })
  })
})

/** What a commune is asked in the month that is told. */
async function talk(): Promise<void> {
  const store = await openStore({ dataDir: process.env.GUICHET_DATA_DIR ?? '', database: null })
  await store.count('aubrive', '2026-11-20', { questions: 3, 'turn.ms': 900 })
  await store.close()
}
