import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** Length of the kernel's clock tick as `/proc` counts it. */
export const TICK_MS = 10

/** Processor time of a process since it began, ms, in ticks: what a busy machine does not inflate. Linux only. */
export async function cpuMsOf({ pid }: ChildProcess): Promise<number> {
  const fields = fieldsOf(await readFile(`/proc/${pid}/stat`, 'utf8'))
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** What `/proc/<pid>/stat` says behind the name, which may hold spaces: user and system times are 11 and 12, those of children that ended 13 and 14. */
export function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Resident memory of a process, MB. Linux only. */
export async function residentMbOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** The most memory that a process has had resident until now, MB. Linux only. */
export async function peakResidentMbOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
