import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import { type MeteredServer, startMeteredServer } from '../energy/metered-server.js'
import { randomMoments } from '../load/random-moments.js'
import { type Breach, PromisedTalk } from './promised-talk.js'
import { tornFiles } from './torn-files.js'

const USAGE = 'npm run bench -- crash [--kills 500] [--per-second 100] [--talks 40] [--seed 1] [--minutes 600]'
/** Kills through which a group of conversations goes on before others take its place: each message is written with all those before it. */
const KILLS_A_GROUP = 20
/** A server is killed at a random moment between these, ms after it began to be written to. */
const LIFE_MS = { least: 200, most: 2_000 }
const QUESTIONS = ['acte de naissance', 'carte d’identité perdue', 'horaires de la mairie', 'inscription à la cantine']

interface Totals extends Breach {
  kills: number
  acknowledged: number
  unsure: number
  tornFiles: number
  failedStarts: number
  writingMs: number
  startsMs: number[]
}

interface Plan {
  kills: number
  perSecond: number
  talks: number
  seed: number
  minutes: number
}

/**
 * Kills a real server, data folder on the disk, at random moments under a steady load of turns, and looks after each restart whether everything that it had
 * acknowledged is there, whole and once. Stops early, with what it has, when its minutes are over. Prints Markdown. @returns 1 when a promise was broken
 */
export async function runCrash(argv: string[]): Promise<number> {
  const plan = readPlan(argv)
  if (!plan) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-crash-'))
  try {
    const totals = await killAgainAndAgain(folder, plan)
    process.stdout.write(table(totals, plan))
    const { lost, doubled, torn, failedStarts } = totals
    return lost + doubled + torn + totals.tornFiles + failedStarts === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readPlan(argv: string[]): Plan | null {
  const option = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    args: argv,
    options: {
      kills: option('500'),
      'per-second': option('100'),
      talks: option('40'),
      seed: option('1'),
      minutes: option('600'),
    },
  })
  const plan = {
    kills: Number(values.kills),
    perSecond: Number(values['per-second']),
    talks: Number(values.talks),
    seed: Number(values.seed),
    minutes: Number(values.minutes),
  }
  return Object.values(plan).every((value) => value > 0) ? plan : null
}

async function killAgainAndAgain(folder: string, plan: Plan): Promise<Totals> {
  const dataDir = join(folder, 'data')
  const noModel = join(folder, 'no-model')
  await mkdir(noModel)
  const random = seededRandom(plan.seed)
  const totals: Totals = {
    kills: 0,
    acknowledged: 0,
    unsure: 0,
    lost: 0,
    doubled: 0,
    torn: 0,
    tornFiles: 0,
    failedStarts: 0,
    writingMs: 0,
    startsMs: [],
  }
  const start = () => startTimed(dataDir, noModel, totals)
  const endsAt = performance.now() + plan.minutes * 60_000
  const all: PromisedTalk[] = []
  let group: PromisedTalk[] = []
  let server = await start()
  while (totals.kills < plan.kills && performance.now() < endsAt) {
    if (totals.kills % KILLS_A_GROUP === 0) {
      group = await Promise.all(Array.from({ length: plan.talks }, () => PromisedTalk.start(server.address)))
      all.push(...group)
    }
    await writeUntilKilled(server, group, { plan, random, totals })
    totals.kills += 1
    totals.tornFiles += (await tornFiles(dataDir)).length
    server = await start()
    await check(server, group, totals)
    for (const talk of group) totals.unsure += await talk.sayAgain(server.address)
    await check(server, group, totals)
    if (totals.kills % 10 === 0) process.stderr.write(`${totals.kills} kills, ${totals.lost} lost\n`)
  }
  // What was promised long ago is still there.
  await check(server, all, totals)
  await server.stop()
  return totals
}

/** Starts a server, and once more should it refuse: that counts against it. */
async function startTimed(dataDir: string, noModel: string, totals: Totals): Promise<MeteredServer> {
  const settings = { GUICHET_MODEL_DIR: noModel, LOG_LEVEL: 'silent', ...NO_LIMITS }
  const started = performance.now()
  const server = await startMeteredServer(dataDir, settings).catch(() => {
    totals.failedStarts += 1
    return startMeteredServer(dataDir, settings)
  })
  totals.startsMs.push(performance.now() - started)
  return server
}

const NO_LIMITS = { GUICHET_RATE_CONVERSATION_PER_10S: '1000000', GUICHET_RATE_STARTS_PER_10MIN: '1000000' }

interface Round {
  plan: Plan
  random: () => number
  totals: Totals
}

async function writeUntilKilled(
  server: MeteredServer,
  talks: readonly PromisedTalk[],
  { plan, random, totals }: Round,
): Promise<void> {
  const lifeMs = LIFE_MS.least + random() * (LIFE_MS.most - LIFE_MS.least)
  const started = performance.now()
  const sent: Promise<boolean>[] = []
  let isKilled = false
  const dead = pause(lifeMs).then(() => {
    isKilled = true
    totals.writingMs += performance.now() - started
    return server.kill()
  })
  const moments = { perSecond: plan.perSecond, seconds: lifeMs / 1000, seed: 1 + Math.floor(random() * 1e9) }
  for await (const _ of randomMoments(moments)) {
    if (isKilled) break
    const talk = talks[Math.floor(random() * talks.length)]
    if (talk) sent.push(talk.say(server.address, QUESTIONS[sent.length % QUESTIONS.length] ?? ''))
  }
  totals.acknowledged += (await Promise.all(sent)).filter(Boolean).length
  await dead
}

async function check(server: MeteredServer, talks: readonly PromisedTalk[], totals: Totals): Promise<void> {
  for (const talk of talks) {
    const { lost, doubled, torn } = await talk.check(server.address)
    totals.lost += lost
    totals.doubled += doubled
    totals.torn += torn
  }
}

function table(totals: Totals, { perSecond }: Plan): string {
  const starts = totals.startsMs.slice(1).sort((a, b) => a - b)
  const startAt = (share: number) => ((starts[Math.floor((starts.length - 1) * share)] ?? 0) / 1000).toFixed(1)
  const rate = ((totals.acknowledged / totals.writingMs) * 1000).toFixed(0)
  return [
    '| kills | turns acknowledged | a second, asked / acknowledged | lost | doubled | torn turns | torn files | failed starts | unsure, sent again | start s median / p95 / worst |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    `| ${totals.kills} | ${totals.acknowledged} | ${perSecond} / ${rate} | ${totals.lost} | ${totals.doubled} | ${totals.torn} | ${totals.tornFiles} | ${totals.failedStarts} | ${totals.unsure} | ${startAt(0.5)} / ${startAt(0.95)} / ${startAt(1)} |`,
    '',
  ].join('\n')
}
