import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEchoSystem } from './echo-system.js'
import { startGuichetSystem } from './guichet-system.js'
import { Screen, sayAtRate, type TalksRun } from './say-at-rate.js'
import type { TalksSystem } from './talk-side.js'
import type { TalksSize } from './talks-size.js'

const USAGE = 'npm run bench -- talks [--seconds 30] [--rate 50] [--talks 200] [--streams 1000] [--agents 20]'
const SETTLE_MS = 3_000
const WARM_UP_S = 5

interface Measured {
  system: string
  run: TalksRun
  cpuMsAMessage: number
  kbAStream: number
}

/**
 * Measures talks between citizens and agents: from the moment at which a message is due until it is on the other's screen, with many streams open; beside a
 * bare event-stream server under the same streams and messages. Client and server share this machine's cores. Prints Markdown.
 */
export async function runTalksBench(argv: string[]): Promise<number> {
  const number = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    args: argv,
    options: {
      seconds: number('30'),
      rate: number('50'),
      talks: number('200'),
      streams: number('1000'),
      agents: number('20'),
    },
  })
  const [seconds, perSecond] = [Number(values.seconds), Number(values.rate)]
  const size: TalksSize = {
    talks: Number(values.talks),
    streams: Number(values.streams),
    agents: Number(values.agents),
  }
  if (
    !(seconds > 0 && perSecond > 0 && size.agents > 0 && size.talks > 0 && size.streams >= size.agents + size.talks)
  ) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-talks-'))
  try {
    const echo = await measure(await startEchoSystem(size), { perSecond, seconds })
    const guichet = await measure(await startGuichetSystem(folder, size), { perSecond, seconds })
    process.stdout.write(table([echo, guichet], size, perSecond))
    return guichet.run.lost + guichet.run.doubled + guichet.run.refused === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(system: TalksSystem, rate: { perSecond: number; seconds: number }): Promise<Measured> {
  try {
    process.stderr.write(`${system.name}…\n`)
    await pause(SETTLE_MS)
    const before = await system.residentMb()
    const screen = { now: new Screen() }
    const open = await system.openStreams({ arrived: (text) => screen.now.arrived(text) })
    await pause(SETTLE_MS)
    const kbAStream = ((await system.residentMb()) - before) * (1024 / open)
    await sayAtRate(system, screen.now, { ...rate, seconds: WARM_UP_S })
    screen.now = new Screen()
    const cpuBefore = await system.cpuMs()
    const run = await sayAtRate(system, screen.now, rate)
    const cpuMsAMessage = ((await system.cpuMs()) - cpuBefore) / run.sent
    return { system: system.name, run, cpuMsAMessage, kbAStream }
  } finally {
    await system.stop()
  }
}

function table(all: readonly Measured[], { talks, streams, agents }: TalksSize, perSecond: number): string {
  const rows = all.map(({ system, run, cpuMsAMessage, kbAStream }) => {
    const cells = [
      system,
      ...[run.toCitizensMs, run.toAgentsMs].flatMap((ms) => [0.5, 0.95, 0.99].map((share) => at(ms, share).toFixed(1))),
      `${run.lost} / ${run.doubled} / ${run.refused} of ${run.sent}`,
      cpuMsAMessage.toFixed(1),
      kbAStream.toFixed(0),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const [echo, guichet] = all
  const ratio = (pick: (one: Measured) => number) => (echo && guichet ? (pick(guichet) / pick(echo)).toFixed(1) : '')
  return [
    `${talks} talks, ${agents} consoles, ${streams} open streams, ${perSecond} messages a second`,
    '',
    '| system | to a citizen p50 ms | p95 | p99 | to an agent p50 ms | p95 | p99 | lost / doubled / refused | CPU ms a message | kB a stream |',
    `|${' --- |'.repeat(10)}`,
    ...rows,
    '',
    `Guichet takes ${ratio(({ run }) => at(run.toCitizensMs, 0.5))} times as long to a citizen (p50) and ${ratio(({ run }) => at(run.toAgentsMs, 0.5))} times to an agent, with ${ratio(({ cpuMsAMessage }) => cpuMsAMessage)} times the processor.`,
    '',
  ].join('\n')
}

function at(sortedMs: readonly number[], share: number): number {
  return sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * share))] ?? Number.NaN
}
