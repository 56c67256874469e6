import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { PeersReport } from '../peers/peers-report.js'
import { drawQualityCost } from './quality-cost.js'
import { drawReliability } from './reliability.js'
import { drawRiskCoverage } from './risk-coverage.js'

const USAGE = `usage: npm run bench -- plots [--from data/bench/peers.json] [--out benchmarks/plots]`

/** `npm run bench -- plots`: draws what `npm run bench -- peers` measured. @returns the exit status: 0, or 2 when the file cannot be read */
export async function runPlots(argv: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        from: { type: 'string', default: 'data/bench/peers.json' },
        out: { type: 'string', default: 'benchmarks/plots' },
      },
    })
    const report = JSON.parse(await readFile(values.from, 'utf8')) as PeersReport
    await mkdir(values.out, { recursive: true })
    for (const [name, svg] of plotsOf(report)) {
      const path = join(values.out, name)
      await writeFile(path, svg)
      process.stdout.write(`${path}\n`)
    }
    return 0
  } catch (error) {
    process.stderr.write(`bench plots: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

/** Every plot of a report: file name and SVG. Those of the confidence need Guichet among the systems. */
export function plotsOf({ cases }: PeersReport): Map<string, string> {
  const plots = new Map<string, string>()
  if (cases.some(({ systems }) => systems.some(({ id }) => id === 'guichet'))) {
    plots.set('risk-coverage.svg', drawRiskCoverage(cases))
    plots.set('reliability.svg', drawReliability(cases))
  }
  for (const one of cases) plots.set(`quality-cost-${slugOf(one.name)}.svg`, drawQualityCost(one))
  return plots
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
