import { describe, expect, it } from '@jest/globals'
import type { SystemReport } from '../../../benchmarks/peers/peers-report.js'
import { drawQualityCost } from '../../../benchmarks/plots/quality-cost.js'
import { binsOf, drawReliability } from '../../../benchmarks/plots/reliability.js'
import { answered, drawRiskCoverage, riskCurve } from '../../../benchmarks/plots/risk-coverage.js'
import { plotsOf } from '../../../benchmarks/plots/run-plots.js'
import { asked, caseReport } from '../sample-report.js'

const machine = { cores: 2, model: 'a processor', memoryGb: 4, node: 'v20' }
const cases = [caseReport(), caseReport('national')]
const everyPlot = [...plotsOf({ measuredAt: '', machine, cases })]

describe.each(everyPlot)('%s', (_name, svg) => {
  it('is an SVG with a title, for light and dark, without a number that is none', () => {
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/)
    expect(svg).toMatch(/<title id="title">[^<]+<\/title>/)
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('has every tag closed and names escaped', () => {
    const opened = svg.match(/<(svg|text|title|desc|style|circle|polyline)\b[^>]*(?<!\/)>/g) ?? []
    const closed = svg.match(/<\/(svg|text|title|desc|style|circle|polyline)>/g) ?? []
    expect(opened.length).toBe(closed.length)
    expect(svg).not.toContain('installed <content>')
  })
})

describe('the plots', () => {
  it('are one of each for the confidence, and one a case for the cost', () => {
    const names = everyPlot.map(([name]) => name)
    expect(names).toEqual([
      'risk-coverage.svg',
      'reliability.svg',
      'quality-cost-installed-content.svg',
      'quality-cost-national.svg',
    ])
  })

  it('hold each series', () => {
    const risk = drawRiskCoverage(cases)
    // Two cases, each with and without the questions that no entry answers.
    expect(risk.match(/<polyline/g)).toHaveLength(4)
    expect(risk).toContain('threshold 0.80): 50 % answered, 0 % wrong')
    const reliability = drawReliability(cases)
    for (const name of ['installed &lt;content&gt; (calibration', 'national (calibration'])
      expect(reliability).toContain(name)
    const cost = drawQualityCost(caseReport())
    for (const name of ['Guichet, 400 MB', 'MiniSearch (French), 100 MB']) expect(cost).toContain(`>${name}</text>`)
  })

  it('show an encoder alone beside the others, in a colour of its own', () => {
    const report = caseReport()
    const former = { ...report.systems[1], name: 'Former encoder', kind: 'encoder' } as SystemReport
    const cost = drawQualityCost({ ...report, systems: [...report.systems, former] })
    for (const text of ['Former encoder, 100 MB', 'an encoder alone']) expect(cost).toContain(`>${text}</text>`)
    expect(drawQualityCost(report)).not.toContain('an encoder alone')
  })

  it('leave the confidence out when Guichet was not run', () => {
    const alone = { ...caseReport(), systems: caseReport().systems.slice(1) }
    expect([...plotsOf({ measuredAt: '', machine, cases: [alone] }).keys()]).toEqual([
      'quality-cost-installed-content.svg',
    ])
  })
})

describe('riskCurve', () => {
  it('takes the surest first', () => {
    const curve = riskCurve([asked(null, null, 0.1), asked(1, null, 0.9)])
    expect(curve).toEqual([
      [0.5, 0],
      [1, 0.5],
    ])
    expect(riskCurve([])).toEqual([])
  })
})

describe('answered', () => {
  it('counts what the thresholds let through', () => {
    expect(answered([asked(1, null, 0.9), asked(2, null, 0.9), asked(1, null, 0.1), asked(1, null, 0.1)])).toEqual({
      coverage: 0.5,
      risk: 0.5,
    })
    expect(answered([])).toEqual({ coverage: 0, risk: 0 })
  })
})

describe('binsOf', () => {
  it('means confidences and rights by tenth; 1 is in the last', () => {
    const bins = binsOf([asked(1, null, 1), asked(null, null, 0.92), asked(2, null, 0.05)])
    expect(bins).toEqual([
      { confidence: 0.05, right: 0, count: 1 },
      { confidence: 0.96, right: 0.5, count: 2 },
    ])
  })
})
