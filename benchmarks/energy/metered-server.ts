import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { MeterMessage } from './server-process.js'

type Ready = Extract<MeterMessage, { kind: 'ready' }>
type Usage = Extract<MeterMessage, { kind: 'usage' }>

/** A server in a process of its own, and what that process alone has used. */
export interface MeteredServer extends Omit<Ready, 'kind'> {
  /** Its process. */
  pid: number
  usage(): Promise<Usage>
  stop(): Promise<void>
  /** Ends it as a power cut would, for the process: `kill -9`. Resolves once it is no more. */
  kill(): Promise<void>
}

const CHILD = fileURLToPath(new URL('./server-process.js', import.meta.url))

/** Starts the server on a free port and waits until its model is in use, or is known to be missing. @throws Error when its process stops first */
export async function startMeteredServer(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<MeteredServer> {
  const child = fork(CHILD, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: '0',
      GUICHET_DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      GUICHET_RATE_ADDRESS_PER_10S: '1000000',
      GUICHET_RATE_COMMUNE_PER_10S: '1000000',
      ...settings,
    },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { kind: _, ...ready } = await next(child, 'ready')
  return {
    ...ready,
    pid: child.pid ?? 0,
    usage() {
      const answer = next(child, 'usage')
      child.send('usage')
      return answer
    },
    stop() {
      child.disconnect()
      return exited
    },
    kill() {
      child.kill('SIGKILL')
      return exited
    },
  }
}

function next<K extends MeterMessage['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<MeterMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const stopped = () => reject(new Error('the server stopped'))
    const listen = (message: MeterMessage) => {
      if (message.kind !== kind) return
      child.off('message', listen)
      child.off('exit', stopped)
      resolve(message as Extract<MeterMessage, { kind: K }>)
    }
    child.on('message', listen)
    child.once('exit', stopped)
  })
}
