import { type ChildProcess, spawn } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NO_LIMITS, untilServed } from '../load/until-served.js'

export const COMMUNE = 'villebourg'

/** A server in a process of its own. */
export interface Served {
  child: ChildProcess
  address: string
}

/** The server as it is compiled, without the checks of its installation and without limits. @throws Error when it stops before it serves */
export async function startServed(env: Record<string, string>): Promise<Served> {
  const child = spawn(process.execPath, ['-e', "import('./dist/src/main.js').then(({ main }) => main())"], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...NO_LIMITS, ...env },
  })
  return { child, address: await untilServed(child) }
}

/** Stops a server, and waits for its end; nothing where there is none any more. */
export async function stopServed(served: Served | null | undefined, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { child } = served ?? {}
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exited
}

/** The installed content, whose reception never closes: the clock must be the machine's, the same in every process. */
export async function alwaysOpen(folder: string): Promise<string> {
  const knowledge = join(folder, 'knowledge')
  await cp('knowledge', knowledge, { recursive: true, dereference: true })
  const file = join(knowledge, 'communes', `${COMMUNE}.json`)
  const commune = JSON.parse(await readFile(file, 'utf8'))
  const hours = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '23:59']]]))
  // Hours of the telephone are at least those that are written, so none are.
  const { seasons: _, writtenHours: __, relayHours: ___, ...reception } = commune.services.accueil
  await writeFile(
    file,
    JSON.stringify({ ...commune, closures: [], services: { ...commune.services, accueil: { ...reception, hours } } }),
  )
  return knowledge
}
