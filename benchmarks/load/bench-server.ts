import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** A server of its own on a free port, with the real model. */
export interface BenchServer {
  child: ChildProcess
  address: string
  /** From the start of the process until the model is used. */
  startMs: number
}

/** One address stands for a whole town. */
const NO_LIMITS = {
  GUICHET_RATE_ADDRESS_PER_10S: '1000000',
  GUICHET_RATE_STARTS_PER_10MIN: '1000000',
  GUICHET_RATE_COMMUNE_PER_10S: '1000000',
  GUICHET_RATE_STREAMS_PER_ADDRESS: '1000000',
}

/** Starts a server and waits until its model is used. @throws Error when it stops before */
export async function startBenchServer(env: Record<string, string>): Promise<BenchServer> {
  const started = performance.now()
  const [command = '', ...args] = await startCommand()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', ...NO_LIMITS, ...env },
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  for (;;) {
    const address = /http:\/\/[\d.]+:\d+/.exec(output)?.[0]
    if (address && /Le modèle/.test(output)) return { child, address, startMs: performance.now() - started }
    if (child.exitCode !== null) throw new Error('the server stopped')
    await pause(20)
  }
}

/** The words of `npm start`: a server is measured as towns run it, with the options of its memory. */
async function startCommand(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ')
}

/** Asks a server to stop and waits for its end. */
export async function stopBenchServer({ child }: BenchServer): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exited
}
