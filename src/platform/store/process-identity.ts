import { randomUUID } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import os from 'node:os'
import { errorCode } from './file-system.js'

/** Which machine this is, and the time that passes there: it is never set, and goes on when the server stops. */
export interface MachineTime {
  /** A start of the machine. */
  boot: string
  /** Its name, for people. */
  host: string
  /** Since that start, ms. */
  steadyMs: () => number
}

/** A process, told apart from a later one that got the same number. `null` where the system does not say (no `/proc`). */
export interface ProcessIdentity {
  pid: number
  /** Start of the process, in clock ticks since the machine's start (`/proc/<pid>/stat`, field 22). */
  startedAt: string | null
  host: string
  /** Changes at each start of the machine. */
  bootId: string | null
  /** Containers number their processes apart: a pid means nothing outside its namespace. */
  pidNamespace: string | null
}

/** Whether a process still runs; `unknown` when it ran where this one cannot look (another container or machine). */
export type Liveness = 'alive' | 'dead' | 'unknown'

/** The identity of this process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const [startedAt, bootId, pidNamespace] = await Promise.all([
    startOf(process.pid),
    orNull(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNull(readlink('/proc/self/ns/pid')),
  ])
  return { pid: process.pid, startedAt, host: os.hostname(), bootId: bootId?.trim() ?? null, pidNamespace }
}

/** The time that passes on this machine. Where the system does not name its starts, each process counts its own. */
export async function machineTime(): Promise<MachineTime> {
  const { host, bootId } = await ownIdentity()
  if (bootId === null) return { boot: `process ${randomUUID()}`, host, steadyMs: () => performance.now() }
  // A machine that slept has counted it.
  return { boot: bootId, host, steadyMs: () => os.uptime() * 1000 }
}

/** Whether the process of an identity still runs, as this one can tell. */
export async function livenessOf(other: ProcessIdentity, own: ProcessIdentity): Promise<Liveness> {
  if (other.host !== own.host) return 'unknown'
  if (other.bootId !== own.bootId) return 'dead'
  if (other.pidNamespace !== own.pidNamespace) return 'unknown'
  if (!isRunning(other.pid)) return 'dead'
  const startedAt = await startOf(other.pid)
  const isSameStart = startedAt === null || other.startedAt === null || startedAt === other.startedAt
  return isSameStart ? 'alive' : 'dead'
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** The name of the program, in parentheses, may hold spaces: fields are counted after the last parenthesis. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await orNull(readFile(`/proc/${pid}/stat`, 'utf8'))
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch {
    return null
  }
}
