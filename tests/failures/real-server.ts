import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** A folder of its own. */
export interface Workplace {
  folder: string
  script: string
  dataDir: string
  /** Settings besides the usual ones. */
  settings?: Record<string, string>
}

/** The server as it was built, in one file: see `scripts/bundle-server.mjs`. */
const ONE_FILE = path.resolve('dist/one/serve.cjs')

/** Makes a place for the server as it was built: in one file where a whole run made one. */
export async function makeWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-server-'))
  const script = existsSync(ONE_FILE) ? ONE_FILE : path.join(folder, 'serve.mjs')
  const { href } = pathToFileURL(path.resolve('dist/src/main.js'))
  if (script !== ONE_FILE) await writeFile(script, `import { main } from '${href}'\nawait main()\n`)
  await mkdir(path.join(folder, 'no-model'))
  return { folder, script, dataDir: path.join(folder, 'data') }
}

/** A server that was refused its start in the test's own process may still write there. */
export const removeWorkplace = ({ folder }: Workplace) => rm(folder, { recursive: true, force: true, maxRetries: 10 })

/** The server in a process of its own: lowdb on disk unless its settings say otherwise, words alone, no limit of rate. */
export class RealServer {
  readonly #process: ChildProcess
  readonly exited: Promise<{ code: number | null; signal: string | null }>
  #output = ''

  private constructor({ folder, script, dataDir, settings }: Workplace) {
    this.#process = spawn(process.execPath, [script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        LOG_LEVEL: 'silent',
        GUICHET_DATA_DIR: dataDir,
        GUICHET_MODEL_DIR: path.join(folder, 'no-model'),
        GUICHET_RATE_CONVERSATION_PER_10S: '1000000',
        GUICHET_RATE_ADDRESS_PER_10S: '1000000',
        GUICHET_RATE_STARTS_PER_10MIN: '1000000',
        GUICHET_RATE_COMMUNE_PER_10S: '1000000',
        ...settings,
      },
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (data) => {
        this.#output += data
      })
    }
    this.exited = once(this.#process, 'exit').then(([code, signal]) => ({ code, signal }))
  }

  /** Starts a process, which may refuse to serve. */
  static launch(workplace: Workplace): RealServer {
    return new RealServer(workplace)
  }

  /** Starts a process that serves. @throws what it said, when it ends instead */
  static async start(workplace: Workplace): Promise<RealServer> {
    const server = new RealServer(workplace)
    await server.says(/démonstration\s+http/)
    return server
  }

  /** Everything that the process said. */
  get output(): string {
    return this.#output
  }

  get url(): string {
    return /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output)?.[0] ?? ''
  }

  /** Resolves once the process has said something. @throws when it ends before */
  async says(words: RegExp): Promise<void> {
    const ended = this.exited.then(() => true)
    while (!words.test(this.#output)) {
      const more = new Promise<boolean>((resolve) => this.#process.stdout?.once('data', () => resolve(false)))
      if (await Promise.race([ended, more])) throw new Error(`the server ended: ${this.#output}`)
    }
  }

  kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }> {
    this.#process.kill(signal)
    return this.exited
  }

  /** Sends a signal without waiting. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }
}
