import { setTimeout } from 'node:timers/promises'
import { runLine } from './run-program.js'
import { UpgradeFault, type UpgradeState } from './upgrade-state.js'

const LOOK_MS = 100
const ANSWERS_MS = 10_000
/** Longer than what systemd gives a service to end. */
const STOPS_MS = 60_000
/** How long a server that is ready is asked before it is given up. */
const QUESTION_MS = 3_000
const QUESTION = 'Comment renouveler ma carte d’identité ?'

/** Stops a server by the command given, and waits until nothing listens any more. @throws UpgradeFault `upgrade.fault.stop` */
export async function stopServer(port: number, { stop }: Pick<UpgradeState, 'stop'>): Promise<void> {
  await tellServer(stop, port, 'upgrade.fault.stop')
  const deadline = performance.now() + STOPS_MS
  while (await isListening(port)) {
    if (performance.now() > deadline)
      throw new UpgradeFault('upgrade.fault.stop', { command: lineOf(stop, port), why: `port ${port}` })
    await setTimeout(LOOK_MS)
  }
}

/** Starts a server by the command given, and waits until it answers as it should. @throws UpgradeFault `upgrade.fault.start`, `upgrade.fault.health` */
export async function startServer(
  port: number,
  { start, waitSeconds }: Pick<UpgradeState, 'start' | 'waitSeconds'>,
  communeId: string | undefined,
): Promise<void> {
  await tellServer(start, port, 'upgrade.fault.start')
  const why = await untilHealthy(port, { communeId, withinMs: waitSeconds * 1000 })
  if (why !== null) throw new UpgradeFault('upgrade.fault.health', { why })
}

async function tellServer(command: string, port: number, key: 'upgrade.fault.stop' | 'upgrade.fault.start') {
  const line = lineOf(command, port)
  await runLine(line).catch(({ message }: Error) => {
    throw new UpgradeFault(key, { command: line, why: message })
  })
}

/** A command, for one instance. */
export function lineOf(command: string, port: number): string {
  return command.replaceAll('{port}', String(port))
}

/** How a server is asked. */
interface Check {
  /** Whom the question is for; `undefined`: the only commune. */
  communeId: string | undefined
  withinMs: number
  /** Ends the wait: the server has ended. */
  ended?: AbortSignal
}

/** Waits until a server is ready, lives, and answers a real question. @returns why it does not in time; `null`: it does */
export async function untilHealthy(port: number, { communeId, withinMs, ended }: Check): Promise<string | null> {
  const isOver = () => ended?.aborted === true
  const notReady = await retried(() => faultOfLife(port), withinMs, isOver)
  // One that is ready and does not answer will not by waiting: citizens have nobody meanwhile.
  return notReady ?? retried(() => faultOfAnswer(port, communeId), QUESTION_MS, isOver)
}

/** Looks again until nothing is wrong, it is over or the time is. @returns the last fault */
async function retried(look: () => Promise<string | null>, withinMs: number, isOver: () => boolean) {
  const deadline = performance.now() + withinMs
  for (;;) {
    const why = await look()
    if (why === null || isOver() || performance.now() > deadline) return why
    await setTimeout(LOOK_MS)
  }
}

async function faultOfLife(port: number): Promise<string | null> {
  for (const path of ['/readyz', '/healthz']) {
    const response = await ask(port, path)
    if (!response?.ok) return `${path}: ${response?.status ?? '—'}`
  }
  return null
}

async function faultOfAnswer(port: number, communeId: string | undefined): Promise<string | null> {
  const response = await ask(port, '/api/v1/ask', { question: QUESTION, ...(communeId ? { communeId } : {}) })
  const body = (await response?.json().catch(() => null)) as { outcome?: string } | null
  const isAnswered = response?.ok && body?.outcome !== undefined && !body.outcome.startsWith('error')
  return isAnswered ? null : `/api/v1/ask: ${response?.status ?? '—'} ${body?.outcome ?? ''}`.trim()
}

async function isListening(port: number): Promise<boolean> {
  return (await ask(port, '/healthz')) !== null
}

/** `null`: nobody answers. */
function ask(port: number, path: string, body?: object): Promise<Response | null> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  return fetch(`http://127.0.0.1:${port}${path}`, { ...init, signal: AbortSignal.timeout(ANSWERS_MS) }).catch(
    () => null,
  )
}
