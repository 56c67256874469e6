import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from '../src/platform/model/payload.js'
import { SHARED } from './features/entries/small-base.js'

/** What is read by doing it: every command and answer that these quote is run, and compared. */
const FILES = ['README.md', 'docs/installation.md', ...['habitant', 'agent', 'admin', 'developer'].map(tutorial)]
const texts = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]))
const textOf = (file: string) => texts.get(file) ?? ''
function tutorial(name: string): string {
  return `docs/tutorials/${name}.md`
}

/** Narrow spaces, line breaks and curly apostrophes are typography. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/’/g, "'")
const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block)
const blockOf = (text: string, language: string) => blocksOf(text, language)[0]?.trim() ?? ''
const sectionOf = (file: string, heading: string) =>
  textOf(file)
    .split(/^(?=## )/m)
    .find((one) => one.startsWith(`## ${heading}`)) ?? ''
const commandsIn = (file: string) =>
  blocksOf(textOf(file), 'sh').flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.replace(/ {2,}#.*$/, '')),
  )
const CLOCK = /^GUICHET_DEMONSTRATION_CLOCK=(\S+) npm (start|run dev)$/

let folder: string
/** What each start of the demonstration printed, and where it listens. */
interface Demonstration {
  printed: string
  url: string
  stop(): Promise<void>
}
let demonstration: Demonstration
/** The same with few entries, which are soon checked, and with the sentence that the tutorial of the developer changes. */
let changed: Demonstration
const FEW = /^(cantine|centre-loisirs|creche-inscription|ecole-musique|garderie|horaires-mairie|inscription|piscine)/

/** Starts the demonstration as the documents do, on a free port, by words alone. */
async function startDemonstration(name: string, settings: Record<string, string> = {}): Promise<Demonstration> {
  const [, clock = ''] =
    commandsIn('README.md')
      .map((line) => CLOCK.exec(line))
      .find(Boolean) ?? []
  const server: ChildProcess = spawn('node', ['scripts/guichet.mjs', 'start'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      GUICHET_SET_UP: 'no',
      GUICHET_DEMONSTRATION_CLOCK: clock,
      GUICHET_DATA_DIR: join(folder, name),
      GUICHET_MODEL_DIR: folder,
      ...settings,
    },
  })
  const exit = once(server, 'exit')
  let said = ''
  const isUp = new Promise<void>((resolve) => {
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (text) => {
        said += text
        if (said.includes('Ctrl C')) resolve()
      })
  })
  await Promise.race([isUp, exit])
  const url = /http:\S+(?=\/admin)/.exec(said)?.[0] ?? said
  return {
    printed: said.replaceAll(url, 'http://127.0.0.1:3000'),
    url,
    async stop() {
      server.kill('SIGKILL')
      await exit
    },
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-tutorials-'))
  const content = ['knowledge', 'intents'].flatMap((place) =>
    readdirSync(place)
      .filter((name) => FEW.test(name))
      .map((name) => join(place, name)),
  )
  for (const path of [...SHARED, ...content]) await cp(path, join(folder, path), { recursive: true })
  await applyDiff(blockOf(textOf(tutorial('developer')), 'diff'), join(folder, 'knowledge/messages/fr.json'))
  ;[demonstration, changed] = await Promise.all([
    startDemonstration('as-it-is'),
    startDemonstration('changed', {
      GUICHET_KNOWLEDGE_DIR: join(folder, 'knowledge'),
      GUICHET_INTENTS_DIR: join(folder, 'intents'),
    }),
  ])
})
afterAll(async () => {
  await Promise.all([demonstration.stop(), changed.stop()])
  await rm(folder, { recursive: true, force: true })
})

async function applyDiff(diff: string, file: string): Promise<void> {
  const [before = '', after = ''] = ['-', '+'].map((mark) =>
    diff
      .split('\n')
      .find((line) => line.startsWith(mark))
      ?.slice(1),
  )
  const text = readFileSync(file, 'utf8')
  if (before === '' || !text.includes(before)) throw new Error(`${file} has no line ${before}`)
  await writeFile(file, text.replace(before, after))
}

/** A person's browser: what it sends with each call. */
class Caller {
  headers: Record<string, string> = {}
  constructor(readonly url: string) {}
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
  async call(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...this.headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${text}`)
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    if (cookies.length > 0) this.headers.cookie = cookies.join('; ')
    return text === '' ? null : JSON.parse(text)
  }
}

/** Signs in with the address and the password that a tutorial gives. */
async function signIn(file: string, { url } = demonstration): Promise<Caller> {
  const [, email, password] = /`(\S+@\S+)`[\s\S]*?`(\w+)`/.exec(textOf(file)) ?? []
  const caller = new Caller(url)
  const { csrfToken } = await caller.call('POST', '/session', { email, password })
  caller.headers['x-csrf-token'] = csrfToken
  return caller
}

interface Line {
  who: string
  words: string
}

/** The dialogues of a text: one for each quotation. */
function dialoguesIn(text: string): Line[][] {
  const quotations = text.match(/(^>.*\n)+/gm) ?? []
  return quotations.map((quotation) =>
    quotation
      .replace(/^> ?/gm, '')
      .split(/\n\n/)
      .map((line) => {
        const [, who = '', words = ''] = /^\*\*(\p{L}+)\s:\*\*\s([\s\S]*)$/u.exec(line) ?? []
        return { who, words: plain(words).trim() }
      }),
  )
}

/** What a citizen reads of a message, its buttons included. */
function readAloud(payload: Payload): string {
  if (payload.type === 'text') return payload.text
  if (payload.type === 'card') return `${payload.title}\n${payload.subtitle}`
  return [payload.text, ...payload.options.map(({ label }) => label)].join('\n')
}

let sends = 0
/** A conversation in which dialogues are played: what is quoted of the assistant must be read since the citizen's last words. */
class Talk {
  private constructor(
    private readonly citizen: Caller,
    private readonly id: string,
    private lastSeq: number,
  ) {}

  static async begin({ url } = demonstration): Promise<Talk> {
    const citizen = new Caller(url)
    const { id, token } = await citizen.call('POST', '/conversations', {})
    citizen.headers.authorization = `Bearer ${token}`
    return new Talk(citizen, id, 0)
  }

  async play(lines: Line[] = [], say?: (words: string) => Promise<unknown>): Promise<void> {
    expect(lines).not.toEqual([])
    for (const { who, words } of lines) {
      if (who === 'Habitant') {
        const sent = { clientId: `tutorial-${++sends}`, text: words }
        const { message } = await this.citizen.call('POST', `/conversations/${this.id}/messages`, sent)
        this.lastSeq = message.seq
      } else if (who === 'Agent') await say?.(words)
      else expect({ who, read: await this.#read() }).toEqual({ who: 'Guichet', read: expect.stringContaining(words) })
    }
  }

  async #read(): Promise<string> {
    const { messages } = await this.citizen.call('GET', `/conversations/${this.id}/messages?after=${this.lastSeq}`)
    return plain(messages.map(({ payload }: { payload: Payload }) => readAloud(payload)).join('\n'))
  }
}

describe('what is read by doing it', () => {
  it('gives only commands that this test knows how to try', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    // Those that the reader writes herself are run by tests/tutorial-feature.test.ts.
    const isWrittenIn = (text: string, path: string) => text.includes(`\`${path}/`) && /^`\S+\.test\.ts`:$/m.test(text)
    const hasTests = (path: string) =>
      existsSync(path)
        ? readdirSync(path, { recursive: true }).some((name) => String(name).endsWith('.test.ts'))
        : path !== '' && isWrittenIn(textOf(tutorial('developer')), path)
    const isKnown = (line: string) =>
      /^npm (start|test)$/.test(line) ||
      CLOCK.test(line) ||
      /^(curl|export|npx guichet) /.test(line) ||
      hasTests(/^npm test -- (\S+)$/.exec(line)?.[1] ?? '')
    expect(FILES.flatMap(commandsIn).filter((line) => !isKnown(line))).toEqual([])
    expect(scripts.start).toMatch(/ scripts\/guichet\.mjs start$/)
    expect([scripts.dev, scripts.test]).toEqual(['node scripts/dev.mjs', 'node scripts/test.mjs'])
  })

  it('shows what a start prints', () => {
    const quoted = FILES.flatMap((file) => blocksOf(textOf(file), 'text')).filter((text) => text.includes('en marche'))
    expect(quoted).toHaveLength(2)
    for (const text of quoted) expect(demonstration.printed).toContain(text)
  })

  it.each(FILES.filter((file) => commandsIn(file).some((line) => line.startsWith('curl'))))(
    'shows what the server answers: %s',
    async (file) => {
      const pairs = [...textOf(file).matchAll(/^```sh\ncurl ([^\n]*)\n```[^`]*```json\n([^`]*)```/gm)]
      expect(pairs.length).toBe(commandsIn(file).filter((line) => line.startsWith('curl')).length)
      for (const [, command = '', answer = ''] of pairs) {
        const [, url = '', type = '', body = ''] = /^(\S+) -H 'content-type: (\S+)' -d '(.*)'$/.exec(command) ?? []
        const headers = { 'content-type': type }
        const there = url.replace('http://127.0.0.1:3000', demonstration.url)
        const said = await (await fetch(there, { method: 'POST', headers, body })).text()
        expect(JSON.parse(plain(said))).toMatchObject(beginningsOf(JSON.parse(plain(answer))))
      }
    },
  )

  it('names what is on the screens as they do', () => {
    const shown = new Set<string>()
    for (const name of readdirSync('knowledge/messages').filter((one) => /(^|\.)fr\.json$/.test(one)))
      for (const sentence of Object.values(JSON.parse(readFileSync(`knowledge/messages/${name}`, 'utf8'))))
        shown.add(plain(String(sentence)))
    for (const name of readdirSync('knowledge').filter((one) => one.endsWith('.md')))
      shown.add(plain(/^title: "?(.*?)"?$/m.exec(readFileSync(`knowledge/${name}`, 'utf8'))?.[1] ?? ''))
    const named = ['habitant', 'agent', 'admin'].flatMap((name) =>
      [...textOf(tutorial(name)).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => plain(words)),
    )
    const labels = named.filter((words) => !words.endsWith(' :'))
    expect(labels.length).toBeGreaterThan(40)
    expect(labels.filter((words) => !shown.has(words))).toEqual([])
  })
})

/** A quoted text that ends with "…" is the beginning of what is answered. */
function beginningsOf(quoted: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(quoted).map(([name, value]) => [
    name,
    typeof value === 'string' && value.endsWith('…') ? expect.stringContaining(value.slice(0, -1)) : value,
  ])
  return Object.fromEntries(entries)
}

describe('the tutorials', () => {
  const visit = textOf(tutorial('habitant'))
    .split(/^(?=## )/m)
    .filter((section) => dialoguesIn(section).length > 0)
  it.each(visit.map((section) => [section.split('\n')[0]?.slice(3), section]))(
    'show a resident: %s',
    async (_, section) => {
      const talk = await Talk.begin()
      for (const lines of dialoguesIn(section ?? '')) await talk.play(lines)
    },
  )

  it('lead an agent through her first conversation', async () => {
    const file = tutorial('agent')
    const [asked, taken, answered, ended] = dialoguesIn(textOf(file))
    const agent = await signIn(file)
    await agent.call('POST', '/agent/availability', { state: 'available' })
    const talk = await Talk.begin()
    await talk.play(asked)
    const { pending } = await agent.call('GET', '/agent/queue')
    const handoff = `/agent/handoffs/${pending[0].id}`
    await agent.call('POST', `${handoff}/claim`, {})
    await talk.play(taken)
    await talk.play(answered, (text) => agent.call('POST', `${handoff}/messages`, { clientId: 'tutorial-agent', text }))
    await agent.call('POST', `${handoff}/resolve`, { resolution: 'answered' })
    await talk.play(ended)
    await agent.call('POST', '/agent/availability', { state: 'away' })
  })

  it('lead a curator from a question that is not understood to its answer', async () => {
    const file = tutorial('admin')
    const [unsure, sure] = dialoguesIn(textOf(file))
    await (await Talk.begin()).play(unsure)
    const curator = await signIn(file, changed)
    await expect((await Talk.begin(changed)).play(sure)).rejects.toThrow()
    await addQuestion(curator, 'cantine-inscription', blockOf(sectionOf(file, 'Ajouter la question'), 'text'))
    await (await Talk.begin(changed)).play(sure)
  })

  it('lead an administrator to a closure that residents are told', async () => {
    const file = tutorial('admin')
    const [, , open, closed] = dialoguesIn(textOf(file))
    const admin = await signIn(file)
    await (await Talk.begin()).play(open)
    await expect((await Talk.begin()).play(closed)).rejects.toThrow()
    const { version, values } = await admin.call('GET', '/admin/settings')
    const day = { from: '2026-12-24', to: '2026-12-24' }
    const closures = [...(values.closures ?? []), { ...day, reason: blockOf(sectionOf(file, 'Annoncer'), 'text') }]
    await admin.call('PUT', '/admin/settings', { baseVersion: version, set: { closures } })
    await (await Talk.begin()).play(closed)
  })

  it('lead a developer to a sentence of her own', async () => {
    const [lines] = dialoguesIn(textOf(tutorial('developer')))
    await (await Talk.begin(changed)).play(lines)
    await expect((await Talk.begin()).play(lines)).rejects.toThrow()
  })
})

/** Adds an example question to an entry and publishes it, as the editor does. */
async function addQuestion(curator: Caller, id: string, question: string): Promise<void> {
  const { served, servedRevision } = await curator.call('GET', `/admin/entries/${id}`)
  const content = { ...served, questions: [...served.questions, question] }
  await curator.call('PUT', `/admin/entries/${id}/draft`, { content, basedOn: servedRevision, seen: 0 })
  const entries = [{ entryId: id, draftVersion: 1 }]
  await curator.call('POST', '/admin/gate', { entries })
  for (;;) {
    const gate = await curator.call('GET', '/admin/gate')
    if (gate.state === 'waiting' || gate.state === 'running') await new Promise((resolve) => setTimeout(resolve, 20))
    else return curator.call('POST', '/admin/publications', { entries, gateId: gate.id })
  }
}

describe('the installation', () => {
  it('makes a commune and its accounts as it says', async () => {
    const file = 'docs/installation.md'
    const data = join(folder, 'installation')
    await mkdir(data)
    const lines = commandsIn(file).filter((line) => line !== 'npm start')
    // What npx finds in the folder of Guichet, without the second that it takes to look there.
    const npx = 'npx() { shift; node scripts/guichet.mjs "$@"; }'
    const script = ['set -e', npx, ...lines.map((line) => line.replace('/var/lib/guichet', data))].join('\n')
    const env = { PATH: process.env.PATH, GUICHET_SET_UP: 'no', GUICHET_PASSWORD: 'une longue phrase de passe' }
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    const said = plain(stdout.replaceAll(data, '/var/lib/guichet'))
    for (const quoted of blocksOf(textOf(file), 'text')) expect(said).toContain(plain(quoted).trim())
  })
})
