import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type BenchServer, startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { callTool, type ToolResult } from './mcp-client.js'

/** Questions of each file that are asked, spread over it: 200 in all. */
const ASKED: [file: string, count: number][] = [
  ['town-questions', 120],
  ['town-unanswerable', 40],
  ['foreign-questions', 40],
]
/** Two sweeps, in which what was counted would be written. */
const SETTLED_MS = 12_000

/** What a server measures of its own content after its start: nothing of anybody, whenever it is done. */
const OWN_MEASURES = /^(rehearsals|promise)\//

/**
 * `npm run bench -- mcp`: asks 200 questions by the Model Context Protocol, compares the store before and after, then asks them again in turn by the protocol
 * and by `POST /ask`: what is answered must be the same. Prints Markdown. @returns the exit status: 1 where something differs or was written
 */
export async function runMcpBench(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-mcp-'))
  try {
    const server = await startBenchServer({ GUICHET_DATA_DIR: folder })
    const questions = (await Promise.all(ASKED.map(([file, count]) => readSome(file, count)))).flat()
    await pause(SETTLED_MS)
    const before = await digestsOf(folder)
    for (const question of questions) await callTool(server.address, 'find_procedure', { question })
    await pause(SETTLED_MS)
    const after = await digestsOf(folder)
    const written = changed(before, after)
    const compared = await compare(server, questions)
    await pause(SETTLED_MS)
    const byAsk = changed(after, await digestsOf(folder))
    await stopBenchServer(server)
    process.stdout.write(report({ count: questions.length, written, byAsk, ...compared }))
    // A folder in which `POST /ask` is not seen to count would prove nothing.
    return written.length + compared.different.length > 0 || byAsk.length === 0 ? 1 : 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readSome(file: string, count: number): Promise<string[]> {
  const lines = (await readFile(`benchmarks/quality/${file}.jsonl`, 'utf8')).trim().split('\n')
  const step = lines.length / count
  return Array.from({ length: count }, (_, place) => JSON.parse(lines[Math.floor(place * step)] ?? '').question)
}

/** Of every file of a folder. */
async function digestsOf(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  const digests = files.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const path = join(parentPath, name)
    return [
      path.slice(folder.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ]
  })
  return new Map(await Promise.all(digests))
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].flatMap(([file, digest]) => (before.get(file) === digest || OWN_MEASURES.test(file) ? [] : [file]))
}

/** Each question both ways, one right after the other; which goes first alternates. */
async function compare({ address }: BenchServer, questions: readonly string[]) {
  const different: string[] = []
  const [protocolMs, askMs]: [number[], number[]] = [[], []]
  const statuses: Record<string, number> = {}
  for (const [place, question] of questions.entries()) {
    const byProtocol = () => timed(protocolMs, () => callTool(address, 'find_procedure', { question }))
    const byAsk = () => timed(askMs, () => ask(address, question))
    const [first, second] = place % 2 === 0 ? [byProtocol, byAsk] : [byAsk, byProtocol]
    const [one, other] = [await first(), await second()]
    const [tool, asked] = (place % 2 === 0 ? [one, other] : [other, one]) as [ToolResult, Found]
    const status = String(tool.structuredContent?.status)
    statuses[status] = (statuses[status] ?? 0) + 1
    if (!isDeepStrictEqual(ofTool(tool), ofAsk(asked))) different.push(question)
  }
  return { different, protocolMs, askMs, statuses }
}

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const done = await work()
  into.push(performance.now() - started)
  return done
}

async function ask(address: string, question: string): Promise<Found> {
  const response = await fetch(`${address}/api/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  return (await response.json()) as Found
}

/** What is compared of an answer, by whichever way. */
interface Found {
  outcome: string
  confidence: number | null
  candidates: { id: string; confidence: number }[]
  fact?: string
  asks?: unknown
  dangers?: unknown
  notice?: string
}

function ofTool({ structuredContent: { procedure, ...found } }: ToolResult): unknown[] {
  return outcomeOf(found, procedure?.id)
}

function ofAsk({ answer, ...asked }: Found & { answer?: { entryId: string } }): unknown[] {
  return outcomeOf(asked, answer?.entryId)
}

function outcomeOf(found: Found, entryId: string | undefined): unknown[] {
  const { outcome, confidence, candidates, fact, asks, dangers, notice } = found
  const among = candidates.map((one) => [one.id, one.confidence])
  return [outcome, confidence, entryId, among, fact, asks, dangers, notice]
}

interface Measured {
  count: number
  /** Files that changed while all was asked by the protocol, then while it was by `POST /ask` too. */
  written: string[]
  byAsk: string[]
  different: string[]
  protocolMs: number[]
  askMs: number[]
  statuses: Record<string, number>
}

function report({ count, written, byAsk, different, protocolMs, askMs, statuses }: Measured): string {
  const at = (times: readonly number[], share: number) =>
    [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
  const row = (name: string, times: readonly number[]) =>
    `| ${name} | ${at(times, 0.5).toFixed(1)} | ${at(times, 0.95).toFixed(1)} |`
  const said = Object.entries(statuses).map(([status, times]) => `${status} ${times}`)
  const lines = [
    `${count} questions: ${count - different.length} the same both ways (${said.join(', ')}); files of the store that changed: ${written.length} (by \`POST /ask\`: ${byAsk.length}).`,
    ...different.map((question) => `- differs: ${question}`),
    ...written.map((file) => `- written: ${file}`),
    '| | p50 ms | p95 ms |',
    '| --- | --- | --- |',
    row('`POST /mcp`, find_procedure', protocolMs),
    row('`POST /ask`', askMs),
    `| ratio | ${(at(protocolMs, 0.5) / at(askMs, 0.5)).toFixed(2)} | ${(at(protocolMs, 0.95) / at(askMs, 0.95)).toFixed(2)} |`,
  ]
  return `${lines.join('\n')}\n`
}
