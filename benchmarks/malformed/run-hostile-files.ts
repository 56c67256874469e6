import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startMeteredServer } from '../energy/metered-server.js'
import { mustCall } from '../talks/json-client.js'
import { HOSTILE_FILES, type HostileFile } from './hostile-files.js'

const PASSWORD = 'demonstration'
const QUESTION = 'acte de naissance'
/** How often a citizen asks meanwhile, ms. */
const EVERY_MS = 50
/** How long an answer to a file is waited for, ms. */
const PATIENCE_MS = 180_000

/**
 * `npm run bench -- hostile-files [--only words]`: sends each hostile file to the real server and, meanwhile, asks a question every {@link EVERY_MS}: how long
 * the slowest one waits, from when it was due. Prints Markdown. @returns 1 when a file made a 5xx or was not answered
 */
export async function runHostileFiles(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { only: { type: 'string', default: '' } } })
  const folder = await mkdtemp(join(tmpdir(), 'guichet-hostile-'))
  const server = await startMeteredServer(folder, { GUICHET_DEMONSTRATION_CLOCK: '2026-11-24T10:00' })
  const files = Object.entries(HOSTILE_FILES).filter(([what]) => what.includes(values.only))
  let bad = 0
  try {
    const api = `${server.address}/api/v1`
    const credentials = { email: 'admin@villebourg.example', password: PASSWORD }
    const { body, cookie } = await mustCall('POST', `${api}/session`, { body: credentials })
    const headers = { cookie, 'x-csrf-token': String(body.csrfToken) }
    await slowestQuestion(api, new Promise((resolve) => setTimeout(resolve, 3_000)))
    process.stdout.write(
      '| file | MB sent | answer | after, s | the slowest question meanwhile, ms |\n| --- | --- | --- | --- | --- |\n',
    )
    for (const [what, file] of files) {
      const sent = bodyOf(file)
      const began = performance.now()
      const answering = sendFile(`${api}${PATHS[file.kind]}`, sent, headers)
      const slowestMs = await slowestQuestion(api, answering)
      const answer = await answering
      if (answer.status === 0 || answer.status >= 500) bad += 1
      const told = `${answer.status} ${answer.code}`
      const seconds = ((answer.at - began) / 1000).toFixed(1)
      process.stdout.write(
        `| ${what} | ${(sent.length / 1e6).toFixed(1)} | ${told} | ${seconds} | ${slowestMs.toFixed(0)} |\n`,
      )
    }
    return bad === 0 ? 0 : 1
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const PATHS: Record<HostileFile['kind'], string> = {
  file: '/admin/exchange/plan',
  body: '/admin/exchange/plan',
  pack: '/admin/packs/look',
}

/** The body that carries a hostile file through the door of its kind. */
export function bodyOf({ kind, name, bytes }: HostileFile): Buffer {
  const content = Buffer.from(bytes())
  if (kind === 'body') return content
  const body = kind === 'file' ? { name, content: content.toString('base64') } : { text: content.toString() }
  return Buffer.from(JSON.stringify(body))
}

interface Answer {
  /** 0: none came. */
  status: number
  code: string
  /** When it came, as `performance.now()` says. */
  at: number
}

function sendFile(address: string, body: Buffer, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, code: '', at: performance.now() })
    const more = { 'content-type': 'application/json', 'content-length': String(body.length) }
    const sending = request(address, { method: 'POST', agent: false, headers: { ...headers, ...more } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.once('close', () => {
        const code = /"code":"(\w+)"/.exec(text)?.[1] ?? ''
        resolve({ status: response.statusCode ?? 0, code, at: performance.now() })
      })
    })
    sending.setTimeout(PATIENCE_MS, () => sending.destroy())
    sending.on('error', none)
    sending.end(body)
  })
}

/** Asks at a steady pace until something else has ended. @returns how long the slowest question waited, ms from when it was due */
async function slowestQuestion(api: string, until: Promise<unknown>): Promise<number> {
  let isOver = false
  until.then(() => {
    isOver = true
  })
  const asked: Promise<number>[] = []
  const began = performance.now()
  for (let due = began; !isOver || asked.length < 2; due += EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    const asking = mustCall('POST', `${api}/ask`, { body: { question: QUESTION } })
    const from = due
    asked.push(asking.then(() => performance.now() - from))
  }
  return (await Promise.all(asked)).reduce((most, one) => Math.max(most, one), 0)
}
