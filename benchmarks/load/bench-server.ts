import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { NO_LIMITS, untilServed } from './until-served.js'

/** A server of its own on a free port, with the real model. */
export interface BenchServer {
  child: ChildProcess
  address: string
  /** From the start of the process until the model is used. */
  startMs: number
}

/** Starts a server and waits until its model is used. @throws Error when it stops before */
export async function startBenchServer(env: Record<string, string>): Promise<BenchServer> {
  const started = performance.now()
  const [command = '', ...args] = await startCommand()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', ...NO_LIMITS, ...env },
  })
  return { child, address: await untilServed(child), startMs: performance.now() - started }
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
