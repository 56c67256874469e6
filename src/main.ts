import { createServer, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type App, createApp, type Overrides } from './app.js'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD } from './commands/demonstration.js'
import { faultInWords } from './commands/fault-in-words.js'
import { type Config, readConfig } from './config.js'
import { chatPageRoutes } from './ui/chat-page/contract.js'

/** How often what is due is done: overdue handoffs, old conversations. */
const SWEEP_MS = 5_000
/** How long requests may go on after a stop was asked. */
const DRAIN_MS = 5_000
/** How long what is left to do afterwards may take: no supervisor waits for ever. */
const STOP_MS = 10_000
const IDLE_CHECK_MS = 50

/** A server that listens. */
export interface Running {
  app: App
  /** Address of the server, e.g. `http://127.0.0.1:3000`. */
  address: string
  /** Drains and stops; safe to call twice. */
  stop(): Promise<void>
}

/** What a caller puts in place of a server's own parts. */
export interface ServerOverrides extends Overrides {
  /** Whether what is due is done every few seconds; default: yes. Otherwise it is when {@link App.sweep} is called. */
  sweepsByItself?: boolean
}

/** Config → app → listen. The promise rejects when the app cannot be made or the port is taken. */
export async function startServer(config: Config, overrides: ServerOverrides = {}): Promise<Running> {
  const app = await createApp(config, overrides)
  const server = await listen(app, config)
  const { sweepsByItself = true } = overrides
  const sweeper = sweepsByItself ? setInterval(() => void app.sweep(), SWEEP_MS) : undefined
  let stopped: Promise<void> | undefined
  return {
    app,
    address: addressOf(server, config.host),
    stop() {
      stopped ??= drain(app, server, { sweeper, graceMs: config.drainSeconds * 1000 })
      return stopped
    },
  }
}

/**
 * How long callers may take, ms, and how much they may say before they say what they want. Those who are slow on purpose hold connections that others need;
 * only files take minutes, and `platform/http/body-time` gives every other body less.
 */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
}

function listen(app: App, { port, host }: Config): Promise<Server> {
  const server = createServer(PATIENCE, app.server)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

/** First it is said that the process leaves, and all goes on until those who send requests know; then no more are taken, and those that are there are finished. */
async function drain(
  app: App,
  server: Server,
  { sweeper, graceMs }: { sweeper: NodeJS.Timeout | undefined; graceMs: number },
): Promise<void> {
  app.beginLeave()
  if (graceMs > 0) await wait(graceMs)
  clearInterval(sweeper)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  app.beginStop()
  // A connection that is kept alive becomes idle when its last request is answered.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(deadline)
  await app.stop()
}

function addressOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Starts the server for a person: says what it does, prints the addresses and the demonstration's sign-ins. */
export async function main(): Promise<void> {
  const config = readConfigOrExit()
  const running = await startServer(config, { onProgress: showProgress }).catch(exitWithReason)
  stopOnSignal(running, config)
  process.stdout.write(welcome(running.address, config.demonstration))
  const { model, modelReason, content } = await running.app.modelSettled
  const entries = content[0]?.entries ?? 0
  process.stdout.write(
    model === 'ready'
      ? `Le modèle est prêt : ${entries} fiches, recherche par le sens et par les mots.\n`
      : `Le modèle n’est pas utilisable (${modelReason}). Le serveur répond par les mots seuls, avec un seuil plus strict.\n${MODEL_REMEDY}\n`,
  )
}

const MODEL_REMEDY =
  'Remettez le dossier du modèle (GUICHET_MODEL_DIR) tel qu’il est livré, puis redémarrez le serveur.'

/** The first signal drains, within a bound; a second one ends at once. */
function stopOnSignal(running: Running, { drainSeconds }: Config): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(1)
    isStopping = true
    process.stdout.write('\nArrêt : les écritures en cours se terminent…\n')
    setTimeout(() => process.exit(1), drainSeconds * 1000 + DRAIN_MS + STOP_MS)
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    return exitWithReason(error)
  }
}

/** Errors that an administrator can mend are told in words; others keep their stack. */
function exitWithReason(error: unknown): never {
  const told = faultInWords(error) ?? (error instanceof Error ? error.stack : String(error))
  process.stderr.write(`${told}\n`)
  process.exit(1)
}

function showProgress(done: number, total: number): void {
  const share = Math.round((done / total) * 100)
  const end = done === total ? '\n' : ''
  if (process.stdout.isTTY) process.stdout.write(`\rPréparation du modèle : ${share} % (${done}/${total} textes)${end}`)
  else if (done === total) process.stdout.write(`Préparation du modèle : ${total} textes.\n`)
}

function welcome(address: string, demonstration: boolean): string {
  const lines = [
    '',
    'Guichet est en marche.',
    demonstration
      ? `  Site de démonstration   ${address}/`
      : `  Assistant des usagers   ${address}${chatPageRoutes.chat.path}`,
    `  Console des agents      ${address}/console`,
    `  Administration          ${address}/admin`,
  ]
  if (demonstration) {
    lines.push('', `  Comptes de démonstration (mot de passe : ${DEMONSTRATION_PASSWORD})`)
    for (const { email, displayName } of DEMONSTRATION_ACCOUNTS) lines.push(`    ${email}  (${displayName})`)
    lines.push(
      '',
      '  L’accueil suit ses heures d’ouverture. Pour essayer l’échange avec un agent à toute heure :',
      '    GUICHET_DEMONSTRATION_CLOCK=2026-11-24T10:00 npm start',
    )
  }
  return `${lines.join('\n')}\n\nCtrl C pour arrêter.\n\n`
}
