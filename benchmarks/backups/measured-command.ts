import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuMsOf, peakResidentMbOf } from '../load/process-facts.js'

/** What a command has cost. */
export interface CommandCost {
  seconds: number
  /** Processor, user and system together. */
  cpuSeconds: number
  peakMb: number
}

const LOOK_MS = 20

/** Runs a command of `guichet` in a process of its own, as it is compiled. @throws Error with what it said, when it fails */
export async function measuredCommand(
  [name, ...argv]: readonly string[],
  env: Record<string, string>,
): Promise<CommandCost> {
  const script = `import('./dist/src/commands/cli.js').then(({ runCommand }) => runCommand(${JSON.stringify(name)}, ${JSON.stringify(argv)})).then((status) => process.exit(status))`
  const started = performance.now()
  const child = spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-2_000)
    })
  const status = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let [cpuMs, peakMb] = [0, 0]
  while (child.exitCode === null && child.signalCode === null) {
    // It may end while it is looked at: what was seen last counts.
    cpuMs = await cpuMsOf(child).catch(() => cpuMs)
    peakMb = Math.max(peakMb, await peakResidentMbOf(child).catch(() => 0))
    await pause(LOOK_MS)
  }
  if ((await status) !== 0) throw new Error(`guichet ${name}: ${said}`)
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: cpuMs / 1000, peakMb }
}
