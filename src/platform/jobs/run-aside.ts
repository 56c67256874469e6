import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { AppError } from '../model/app-error.js'

/**
 * Why work aside gave nothing. `too_heavy`: it took too much memory; `too_slow`: too much time; `broken`: it threw what nobody foresaw; `stopped`: nobody waits
 * for it any more, or the server stops.
 */
export type SandboxFaultCode = 'too_heavy' | 'too_slow' | 'broken' | 'stopped'

/** Work aside that gave nothing. */
export class SandboxFault extends Error {
  readonly code: SandboxFaultCode
  constructor(code: SandboxFaultCode, options: { cause?: unknown } = {}) {
    super(code, options)
    this.name = 'SandboxFault'
    this.code = code
  }
}

/** Work that is done in a process of its own. */
export interface AsideWork<In, Out> {
  /** The file of the process in `src/`, without its ending; it calls `serveParent`. */
  process: string
  /** What it is given, part by part: no part is so large that writing it holds this process. */
  parts: Iterable<In>
  bounds: AsideBounds
  /** Called with each part of what it gives, as it comes. */
  onPart: (part: Out) => void
  /** Ends the process when it is aborted. */
  signal?: AbortSignal
}

/** What a process may take. */
export interface AsideBounds {
  /** Megabytes of what it makes of the file; its bytes come on top, and have bounds of their own. */
  memoryMb: number
  deadlineMs: number
}

/** What the process says. */
export type AsideMessage<Out> =
  | { kind: 'part'; part: Out }
  | { kind: 'end' }
  /** An `AppError` that was thrown: it is thrown here again. */
  | { kind: 'refused'; code: string; status: number; field: string | undefined }
  /** What was thrown and not foreseen. */
  | { kind: 'fault'; stack: string }

/**
 * Does work in a process of its own, which is ended when it takes too much memory or time, or when nobody waits for it any more. Its environment is empty: it has no secret to
 * lose. A thread would not do: one that runs out of memory inside a call of the engine takes the whole process with it (decision 049).
 * @param root folder of the built sources
 * @throws SandboxFault, and AppError where the process threw one
 */
export async function runAside<In, Out>(work: AsideWork<In, Out>, root: URL): Promise<void> {
  const { parts, bounds, onPart, signal } = work
  if (signal?.aborted) throw new SandboxFault('stopped')
  const child = fork(fileURLToPath(new URL(`${work.process}.js`, root)), [String(bounds.deadlineMs)], {
    execArgv: [`--max-old-space-size=${bounds.memoryMb}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  giveWay(child)
  let end: End | null = null
  const finish = (how: End) => {
    end ??= how
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => finish(new SandboxFault('too_slow')), bounds.deadlineMs)
  const stop = () => finish(new SandboxFault('stopped'))
  signal?.addEventListener('abort', stop)
  child.on('message', (message: AsideMessage<Out>) => {
    if (message.kind === 'part') onPart(message.part)
    else finish(endOf(message))
  })
  const exited = new Promise<End>((resolve) => {
    child.once('error', (cause) => resolve(new SandboxFault('broken', { cause })))
    child.once('exit', (status, killedBy) => resolve(end ?? faultOf(status, killedBy)))
  })
  await give(child, parts)
  const how = await exited
  clearTimeout(timer)
  signal?.removeEventListener('abort', stop)
  if (how !== 'done') throw how
}

/** How a process ended: an error, or what it had to do is done. */
type End = SandboxFault | AppError | 'done'

function endOf(message: Exclude<AsideMessage<unknown>, { kind: 'part' }>): End {
  switch (message.kind) {
    case 'end':
      return 'done'
    case 'refused':
      return new AppError(message.code, message.status, message.field === undefined ? {} : { field: message.field })
    case 'fault':
      return new SandboxFault('broken', { cause: message.stack })
    default:
      return message satisfies never
  }
}

/** The engine ends a process that has no memory left by a signal, and so does the system. */
function faultOf(status: number | null, killedBy: string | null): SandboxFault {
  return killedBy ? new SandboxFault('too_heavy') : new SandboxFault('broken', { cause: `exit ${status}` })
}

/** Those who ask questions come first. */
function giveWay(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system has no priorities.
  }
}

/** Gives the parts one after another, then that there are no more. A process that ends meanwhile says by its end why. */
async function give<In>(child: ChildProcess, parts: Iterable<In>): Promise<void> {
  const send = (message: object) => new Promise<boolean>((resolve) => child.send(message, (error) => resolve(!error)))
  for (const part of parts) {
    if (!child.connected || !(await send({ kind: 'part', part }))) return
  }
  if (child.connected) await send({ kind: 'end' })
}
