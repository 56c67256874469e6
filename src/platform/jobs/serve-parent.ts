import { Worker } from 'node:worker_threads'
import { AppError } from '../model/app-error.js'
import type { AsideMessage } from './run-aside.js'

/** How much longer than its parent a process waits before it ends itself, ms. */
const LATER_MS = 5_000

/**
 * The life of a process of `runAside`: takes all the parts, gives what `work` makes of them, and ends. It ends with its parent; were that one killed while
 * this one is too busy to see it, it ends itself a little after its time.
 * @param work may also tell parts in between, for which it does not wait
 */
export function serveParent<In, Out>(
  work: (parts: In[], tell: (part: Out) => void) => AsyncIterable<Out> | Iterable<Out>,
): void {
  process.once('disconnect', () => process.exit())
  new Worker('setTimeout(() => process.kill(process.pid, "SIGKILL"), require("node:worker_threads").workerData)', {
    eval: true,
    workerData: Number(process.argv[2]) + LATER_MS,
  }).unref()
  const parts: In[] = []
  process.on('message', (message: { kind: 'part'; part: In } | { kind: 'end' }) => {
    if (message.kind === 'part') parts.push(message.part)
    else void answer(work(parts, (part) => void say({ kind: 'part', part })))
  })
}

async function answer<Out>(given: AsyncIterable<Out> | Iterable<Out>): Promise<void> {
  try {
    for await (const part of given) await say({ kind: 'part', part })
    await say({ kind: 'end' })
  } catch (error) {
    await say(messageOf(error))
  }
}

function messageOf(error: unknown): AsideMessage<never> {
  if (!(error instanceof AppError))
    return { kind: 'fault', stack: (error instanceof Error && error.stack) || String(error) }
  const { code, status, field } = error
  return { kind: 'refused', code, status, field }
}

function say<Out>(message: AsideMessage<Out>): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()))
}
