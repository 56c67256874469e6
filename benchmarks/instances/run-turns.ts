import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { cpuMsOf } from '../load/process-facts.js'
import { alwaysOpen, startServed, stopServed } from './served.js'
import { LOAD, tableOf, talkWhile } from './talk-while.js'

const USAGE = 'npm run bench -- turns [--seconds 30] [--at-once 48] [--model]'

/**
 * One server over its data folder, as most towns have it: the turns that it makes durable a second over HTTP, from clients on the same cores. What it had
 * acknowledged is then read again from the disk. Prints Markdown. @returns 1 when anything was lost, doubled or out of order
 */
export async function runTurnsBench(argv: string[]): Promise<number> {
  const number = (value: string) => ({ type: 'string', default: value }) as const
  const options = {
    seconds: number('30'),
    'at-once': number('48'),
    model: { type: 'boolean', default: false },
  } as const
  const { values } = parseArgs({ args: argv, options })
  const [seconds, citizens] = [Number(values.seconds), Number(values['at-once'])]
  if (!(seconds > 0) || !(citizens > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-turns-'))
  const dataDir = join(folder, 'data')
  const served = await startServed({
    GUICHET_DATA_DIR: dataDir,
    GUICHET_KNOWLEDGE_DIR: await alwaysOpen(folder),
    ...(values.model ? {} : { GUICHET_MODEL_DIR: join(folder, 'no-model') }),
  })
  let cpuMs = 0
  const openStore = async () => {
    cpuMs = (await cpuMsOf(served.child)) - cpuMs
    await stopServed(served, 'SIGTERM')
    return openLowdbStore({ dataDir })
  }
  try {
    cpuMs = await cpuMsOf(served.child)
    const { address } = served
    const { run, tookMs } = await talkWhile({ address, openStore }, { ...LOAD, citizens }, () => pause(seconds * 1000))
    process.stdout.write(tableOf(`one server, its data folder, ${citizens} at once`, run, tookMs))
    process.stdout.write(`| processor ms a turn of the server | ${(cpuMs / run.turnsMs.length).toFixed(1)} |\n`)
    return Object.values(run.faults).every((count) => count === 0) ? 0 : 1
  } finally {
    await stopServed(served, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}
