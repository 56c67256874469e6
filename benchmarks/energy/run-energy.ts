import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { shuffled } from '../peers/seeded-random.js'
import { type EnergyAssumptions, inEverydayTerms, kilowattHoursAYear, USUAL, wattHours } from './energy-cost.js'
import { type MeteredServer, startMeteredServer } from './metered-server.js'

const USAGE = `usage: npm run bench -- energy [--answers 2000] [--idle-seconds 30] [--watts ${USUAL.wattsACore}] [--pue ${USUAL.pue}] [--out file.json]
  --watts  that one busy core draws; --pue  of the data centre (1 for a machine under a desk)`

const SEED = 42
/** Answers before the meter starts, so that the code is compiled. */
const WARM_UP = 200

interface Measures {
  answers: number
  answersCpuSeconds: number
  answersSeconds: number
  failures: number
  idleSeconds: number
  idleCpuSeconds: number
  residentMb: number
}

/**
 * `npm run bench -- energy`: processor time of the server's process alone for answers through `POST /api/v1/ask`, and while nobody asks; then the energy that
 * they imply under stated assumptions. Prints Markdown and writes JSON.
 * @returns the exit status: 0, 1 when the model is not in use or answers fail, 2 for wrong usage
 */
export async function runEnergyBench(argv: string[]): Promise<number> {
  try {
    const options = parse(argv)
    const dataDir = await mkdtemp(join(tmpdir(), 'guichet-energy-'))
    try {
      const server = await startMeteredServer(dataDir)
      if (server.model !== 'ready') throw new Error(`the model is ${server.model}`)
      const measures = await measure(server, options).finally(server.stop)
      await mkdir(dirname(options.out), { recursive: true })
      const report = {
        measuredAt: new Date().toISOString(),
        processor: cpus()[0]?.model,
        ...options.assumptions,
        ...measures,
      }
      await writeFile(options.out, `${JSON.stringify(report)}\n`)
      process.stdout.write(toMarkdown(measures, options.assumptions))
      return measures.failures === 0 ? 0 : 1
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  } catch (error) {
    process.stderr.write(`bench energy: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      answers: { type: 'string', default: '2000' },
      'idle-seconds': { type: 'string', default: '30' },
      watts: { type: 'string', default: String(USUAL.wattsACore) },
      pue: { type: 'string', default: String(USUAL.pue) },
      out: { type: 'string', default: 'data/bench/energy.json' },
    },
  })
  const positive = (name: string, value: string) => {
    if (!(Number(value) > 0)) throw new Error(`--${name}: expected a positive number`)
    return Number(value)
  }
  return {
    answers: positive('answers', values.answers),
    idleSeconds: positive('idle-seconds', values['idle-seconds']),
    assumptions: { wattsACore: positive('watts', values.watts), pue: positive('pue', values.pue) },
    out: values.out,
  }
}

async function measure(
  server: MeteredServer,
  { answers, idleSeconds }: { answers: number; idleSeconds: number },
): Promise<Measures> {
  const questions = await exampleQuestions()
  await askAll(server, questions, WARM_UP)
  const before = await server.usage()
  const started = performance.now()
  const failures = await askAll(server, questions, answers)
  const answersSeconds = (performance.now() - started) / 1000
  const after = await server.usage()
  // What the answers leave behind, such as writes, belongs to them: a moment for it, then silence.
  await pause(2_000)
  const settled = await server.usage()
  await pause(idleSeconds * 1000)
  const idle = await server.usage()
  return {
    answers,
    answersCpuSeconds: settled.cpuSeconds - before.cpuSeconds,
    answersSeconds,
    failures,
    idleSeconds,
    idleCpuSeconds: idle.cpuSeconds - settled.cpuSeconds,
    residentMb: after.residentMb,
  }
}

/** Every example question of the installed content, in an order of its own. */
async function exampleQuestions(): Promise<string[]> {
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  return shuffled(
    entries.flatMap(({ questions }) => questions),
    SEED,
  )
}

/** Asks one question after the other, beginning anew after the last. @returns how many answers were not 200 */
async function askAll({ address }: MeteredServer, questions: readonly string[], count: number): Promise<number> {
  let failures = 0
  for (let i = 0; i < count; i += 1) {
    const response = await fetch(`${address}/api/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: questions[i % questions.length] }),
    })
    await response.arrayBuffer()
    if (response.status !== 200) failures += 1
  }
  return failures
}

function toMarkdown(measures: Measures, assumptions: EnergyAssumptions): string {
  const { answers, answersCpuSeconds, answersSeconds, failures, idleSeconds, idleCpuSeconds, residentMb } = measures
  const aThousand = (answersCpuSeconds / answers) * 1_000
  const energyWh = wattHours(aThousand, assumptions)
  const idleShare = idleCpuSeconds / idleSeconds
  const idleKwh = kilowattHoursAYear(idleShare, assumptions)
  return [
    '',
    `- ${answers} answers one after the other, in ${answersSeconds.toFixed(1)} s${failures > 0 ? `, ${failures} of them failed` : ''}: ${aThousand.toFixed(1)} s of processor per 1,000 answers, the server's process alone.`,
    `- At ${assumptions.wattsACore} W a busy core and a PUE of ${assumptions.pue}: ${energyWh.toPrecision(2)} Wh per 1,000 answers; ${inEverydayTerms(energyWh)}.`,
    `- Idle, over ${idleSeconds} s: ${(idleShare * 100).toFixed(2)} % of a core; ${idleKwh.toPrecision(2)} kWh a year. What the machine draws for being on is not counted.`,
    `- Resident memory after the answers: ${residentMb.toFixed(0)} MB.`,
    '',
  ].join('\n')
}
