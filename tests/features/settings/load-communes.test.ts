import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import { loadCommunes } from '../../../src/features/settings/load-communes.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { commune, service } from '../../platform/model/sample-commune.js'
import { knowledgeDir, villebourg } from '../entries/installed.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-communes-'))
  await mkdir(join(folder, 'communes'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function faultsOf(files: Record<string, unknown>): Promise<string[]> {
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    await writeFile(join(folder, 'communes', name), text)
  }
  const error = await loadCommunes(folder).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error === null) return []
  expect(error).toBeInstanceOf(ContentError)
  return (error as ContentError).faults.map(({ file, fault }) => `${file}: ${fault}`)
}

describe('loadCommunes', () => {
  it('reads the demonstration', async () => {
    const communes = await loadCommunes(knowledgeDir)
    expect(communes.get('villebourg')).toEqual(villebourg)
  })

  it('refuses a file of another encoding, whose accents would be lost, and takes one that begins with the mark of UTF-8', async () => {
    const text = JSON.stringify(commune({ id: 'a', nom: 'Évry' }))
    await writeFile(join(folder, 'communes', 'a.json'), `\ufeff${text}`)
    expect((await loadCommunes(folder)).get('a')?.nom).toBe('Évry')
    await writeFile(join(folder, 'communes', 'a.json'), Buffer.from(text, 'latin1'))
    expect(await faultsOf({})).toEqual(['communes/a.json: is not in UTF-8: save it again with this encoding'])
  })

  it('checks how long a citizen may be silent', async () => {
    expect(await faultsOf({ 'a.json': commune({ id: 'a', silence: { askAfterMinutes: 2 } }) })).toEqual([])
    const faults = await faultsOf({ 'a.json': commune({ id: 'a', silence: { leaveAfterMinutes: 0 } }) })
    expect(faults).toEqual([expect.stringMatching(/^communes\/a\.json: .*silence.*leaveAfterMinutes/)])
  })

  it('checks the reasons for closing', async () => {
    const reason = { id: 'carte', nom: 'Carte remise', outcome: 'answered' as const }
    expect(await faultsOf({ 'a.json': commune({ id: 'a', closeReasons: [reason] }) })).toEqual([])
    const twice = await faultsOf({ 'a.json': commune({ id: 'a', closeReasons: [reason, reason] }) })
    expect(twice).toEqual([expect.stringMatching(/^communes\/a\.json: closeReasons: two reasons have the same id/)])
    const unknown = { ...reason, outcome: 'sold' as 'answered' }
    const faults = await faultsOf({ 'a.json': commune({ id: 'a', closeReasons: [unknown] }) })
    expect(faults).toEqual([expect.stringMatching(/closeReasons.*outcome/)])
  })

  it('refuses ways of routing and words of absence that it does not know', async () => {
    const fine = {
      routing: { mode: 'round_robin', capacity: 5 },
      presence: { idleMinutes: 5, awayWords: ['au guichet'] },
    } as const
    expect(
      await faultsOf({
        'a.json': commune({ id: 'a', ...fine, presence: { ...fine.presence, awayWords: ['au guichet'] } }),
      }),
    ).toEqual([])
    const wrong: [Partial<Commune>, RegExp][] = [
      [{ routing: { mode: 'fastest' as 'manual' } }, /routing.*mode/],
      [{ routing: { mode: 'manual', acceptSeconds: 1 } }, /routing.*acceptSeconds/],
      [{ routing: { mode: 'manual', capacity: 0 } }, /routing.*capacity/],
      [{ presence: { idleMinutes: 0 } }, /presence.*idleMinutes/],
      [{ presence: { awayWords: ['a'.repeat(41)] } }, /presence.*awayWords/],
    ]
    for (const [patch, fault] of wrong)
      expect(await faultsOf({ 'a.json': commune({ id: 'a', ...patch }) })).toEqual([expect.stringMatching(fault)])
  })

  it('reads every commune of a folder, by id', async () => {
    expect(
      await faultsOf({ 'a.json': commune({ id: 'a' }), 'b.json': commune({ id: 'b' }), 'notes.txt': 'x' }),
    ).toEqual([])
    expect([...(await loadCommunes(folder)).keys()]).toEqual(['a', 'b'])
  })

  it('names every file at fault at once', async () => {
    const faults = await faultsOf({
      'a.json': '{ not json',
      'b.json': { ...commune(), reception: 'nowhere' },
      'c.json': commune({ id: 'c' }),
      'd.json': { ...commune({ id: 'd' }), mayor: 'Anne' },
    })
    expect(faults).toHaveLength(3)
    expect(faults[0]).toMatch(/^communes\/a\.json: .*JSON/)
    expect(faults[1]).toBe('communes/b.json: reception: no such service')
    expect(faults[2]).toMatch(/^communes\/d\.json: .*mayor/s)
  })

  it.each([
    ['an hour that does not exist', { services: { accueil: service({ hours: { 1: [['08:30', '24:30']] } }) } }],
    ['a minute that does not exist', { services: { accueil: service({ hours: { 1: [['08:60', '12:00']] } }) } }],
    ['a range that ends before it begins', { services: { accueil: service({ hours: { 1: [['12:00', '08:30']] } }) } }],
    [
      'ranges that overlap',
      {
        services: {
          accueil: service({
            hours: {
              1: [
                ['08:30', '12:00'],
                ['11:00', '17:00'],
              ],
            },
          }),
        },
      },
    ],
    ['a time zone that does not exist', { timeZone: 'Europe/Villebourg' }],
    ['a date that does not exist', { closures: [{ from: '2026-02-30', to: '2026-03-01', reason: 'x' }] }],
    ['a closure that ends before it begins', { closures: [{ from: '2026-03-02', to: '2026-03-01', reason: 'x' }] }],
    ['an id that cannot stand in an address', { id: 'Bourg la Reine' }],
    ...[29, 366].map((unhandled) => {
      const privacy = { controller: 'x', dpoEmail: 'x', retentionDays: 30, retention: { unhandled } }
      return [`unhandled requests that are kept for ${unhandled} days`, { privacy }] as const
    }),
    ['negative days of retention', { privacy: { controller: 'x', dpoEmail: 'x', retentionDays: -1 } }],
  ])('refuses %s', async (_, patch) => {
    const faults = await faultsOf({ 'bourg.json': commune(patch as Partial<ReturnType<typeof commune>>) })
    expect(faults).toHaveLength(1)
  })

  it('refuses a weekday that does not exist', async () => {
    const faults = await faultsOf({
      'bourg.json': { ...commune(), services: { accueil: { ...service(), hours: { 8: [] } } } },
    })
    expect(faults).toHaveLength(1)
  })

  it.each([
    [{ hours: { 1: [['12:00', '08:30']] } }, 'hours › Monday: 12:00–08:30 must end after it begins'],
    [{ hours: { 1: [['08:30', '08:30']] } }, 'hours › Monday: 08:30–08:30 must end after it begins'],
    [
      {
        hours: {
          2: [
            ['08:30', '12:00'],
            ['11:00', '17:00'],
          ],
        },
      },
      'hours › Tuesday: 11:00–17:00 begins before 08:30–12:00 has ended',
    ],
    [
      { hours: { 1: [['08:30', '17:00']] }, writtenHours: { 1: [['09:00', '17:00']] } },
      'writtenHours › Monday: the telephone is answered at other hours too: these are at least those of the telephone',
    ],
    [{ hours: { 1: [['8:30', '12:00']] } }, 'hours › Monday: "8:30" is not a time: write HH:MM, from 00:00 to 24:00'],
    [{ hours: { 8: [] } }, 'hours: "8" is not a day of the week: 1 is Monday, 7 is Sunday'],
    [
      { closures: [{ from: '2026-02-30', to: '2026-03-01', reason: 'travaux' }] },
      'closures › no. 1 › from: "2026-02-30" is not a day of the calendar: write YYYY-MM-DD',
    ],
    [
      { closures: [{ from: '2026-03-02', to: '2026-03-01', reason: 'travaux' }] },
      'closures › no. 1: it ends on 2026-03-01, before it begins on 2026-03-02',
    ],
    [
      { closures: [{ from: '2026-03-02', to: '2026-03-02', reason: ' ' }] },
      'closures › no. 1 › reason: say why: citizens read it',
    ],
    [
      { seasons: [{ from: '06-31', to: '08-31', hours: {} }] },
      'seasons › no. 1 › from: "06-31" is not a day of the year: write MM-DD',
    ],
    [
      {
        seasons: [
          { from: '12-20', to: '01-05', hours: {} },
          { from: '01-01', to: '02-01', hours: {} },
        ],
      },
      'seasons: the season from 01-01 to 02-01 overlaps that from 12-20 to 01-05',
    ],
    [
      { openings: [{ date: '2026-03-14', ranges: [], reason: 'élections' }] },
      'openings › no. 1 › ranges: a day without hours is a closure: write it in closures',
    ],
    [
      {
        openings: [
          { date: '2026-03-14', ranges: [['09:00', '12:00']], reason: 'élections' },
          { date: '2026-03-14', ranges: [['14:00', '17:00']], reason: 'élections' },
        ],
      },
      'openings: 2026-03-14 is written twice: give all its hours at once',
    ],
  ])('names the file, the field and the fault: %j', async (patch, expected) => {
    const accueil = service(patch as Partial<ReturnType<typeof service>>)
    expect(await faultsOf({ 'bourg.json': commune({ services: { accueil } }) })).toEqual([
      `communes/bourg.json: services › accueil › ${expected}`,
    ])
  })

  it('reads seasons that go over the new year and follow one another, openings and closures of a service', async () => {
    const accueil = service({
      seasons: [
        { from: '12-20', to: '01-05', hours: {} },
        { from: '01-06', to: '02-29', hours: {} },
      ],
      openings: [{ date: '2026-03-14', ranges: [['09:00', '12:00']], reason: 'élections' }],
      closures: [{ from: '2026-03-02', to: '2026-03-02', reason: 'formation' }],
    })
    expect(await faultsOf({ 'bourg.json': commune({ services: { accueil } }) })).toEqual([])
    expect((await loadCommunes(folder)).get('bourg')?.services.accueil).toEqual(accueil)
  })

  it('refuses two files with the same id', async () => {
    expect(await faultsOf({ 'a.json': commune(), 'b.json': commune() })).toEqual([
      'communes/b.json: id: another file has "bourg"',
    ])
  })
})
