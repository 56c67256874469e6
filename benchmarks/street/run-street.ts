import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { fateOf } from './judge-turn.js'
import { openStreet } from './play-street.js'
import { marksOf, type Played, streetReport } from './street-report.js'
import { PARTS, type Part, readSet, SETS, type SetName } from './street-sets.js'

const USAGE = `usage: npm run bench -- street [--part dev|unread|all] [--set name] [--out file.json]
  --part  which half of the sets (default: dev); of the unread half only figures are told
  --set   ${SETS.join(', ')} (default: all)
  --out   where what was missed is written, of the dev half (default: data/bench/street.json)`

/**
 * `npm run bench -- street`: what residents bring to a town's chat (`benchmarks/street/<set>.<part>.jsonl`), said to the whole application with the real model and a clock
 * of the question's own, each in a new conversation. Prints Markdown, and writes what was missed of the dev half.
 * @returns the exit status: 0, 2 for wrong usage or a model that cannot be used
 */
export async function runStreetBench(argv: string[]): Promise<number> {
  try {
    const { sets, parts, out } = parse(argv)
    const played = await playAll(sets, parts)
    process.stdout.write(`${streetReport(played)}`)
    await mkdir(dirname(out), { recursive: true })
    await writeFile(
      out,
      `${JSON.stringify({ measuredAt: new Date().toISOString(), missed: missedOf(played) }, null, 1)}\n`,
    )
    return 0
  } catch (error) {
    process.stderr.write(`bench street: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      part: { type: 'string', default: 'dev' },
      set: { type: 'string' },
      out: { type: 'string', default: 'data/bench/street.json' },
    },
  })
  const parts = values.part === 'all' ? PARTS : PARTS.filter((part) => part === values.part)
  const sets = SETS.filter((set) => values.set === undefined || set === values.set)
  if (parts.length === 0 || sets.length === 0) throw new Error('no such part or set')
  return { parts, sets, out: values.out }
}

async function playAll(sets: readonly SetName[], parts: readonly Part[]): Promise<Played[]> {
  const asked = sets.flatMap((set) => parts.map((part) => ({ set, part })))
  const rows = await Promise.all(asked.map(async (one) => ({ ...one, rows: await readSet(one.set, one.part) })))
  const street = await openStreet()
  const played: Played[] = []
  try {
    for (const { set, part, rows: all } of rows) {
      process.stderr.write(`${set} (${part}): ${all.length}\n`)
      for (const row of all) played.push({ set, part, row, shown: await street.play(row) })
    }
  } finally {
    await street.close()
  }
  return played
}

/** Messages of the dev half that did not bring what they must, with what was said before them and what they brought. */
function missedOf(played: readonly Played[]) {
  return played
    .filter(({ part }) => part === 'dev')
    .flatMap((one) =>
      marksOf(one).flatMap((isRight, at) => {
        const [turn, shown] = [one.row.turns[at], one.shown[at] ?? null]
        if (isRight || !turn) return []
        const { holds, office, ...rest } = turn
        const patterns = { holds: holds?.map(({ source }) => source), office: office?.source }
        const before = one.row.turns.slice(0, at).map(({ say }) => say)
        const { id, language, now } = one.row
        return [{ id, language, now, before, ...rest, ...patterns, fate: shown && fateOf(turn, shown), shown }]
      }),
    )
}
