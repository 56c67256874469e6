import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { parseEntry } from '../../../../src/features/entries/catalogue/load-entries.js'
import { parseCommune } from '../../../../src/features/settings/load-communes.js'
import { nearestName } from '../../../../src/platform/text/nearest-name.js'

type Fields = Record<string, unknown>

const installed = JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8')) as Fields

function faultOf(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const faultOfCommune = (fields: Fields) => faultOf(() => parseCommune(JSON.stringify({ ...installed, ...fields })))

describe('a field that does not exist', () => {
  it('is named in the file of a commune, with the one that was probably meant, wherever it stands', () => {
    expect(faultOfCommune({})).toBe('')
    expect(faultOfCommune({ origin: [] })).toBe('file: "origin" is not a field: did you mean "origins"?')
    const privacy = { ...(installed.privacy as Fields), retentiondays: 30, retention: { contact: 30 } }
    expect(faultOfCommune({ privacy })).toContain('"retentiondays" is not a field: did you mean "retentionDays"?')
    expect(faultOfCommune({ privacy })).toContain(
      'privacy › retention: "contact" is not a field: did you mean "contacts"?',
    )
    expect(faultOfCommune({ talk: { typing: true } })).toBe(
      'talk: "typing" is not a field: there are showCitizenTyping',
    )
  })

  it('is named in an entry', async () => {
    const text = await readFile('knowledge/abri-jardin.md', 'utf8')
    const fault = faultOf(() => parseEntry('abri-jardin', text.replace(/^title:/m, 'titel:'), []))
    expect(fault).toContain('titel')
    expect(fault).toContain('did you mean \\"title\\"?')
  })
})

describe('the nearest name', () => {
  it('is found through letters added, left out, changed or exchanged, case and signs', () => {
    const names = ['GUICHET_DATA_DIR', 'PORT', 'backup', 'restore']
    expect(nearestName('guichet-data-dir', names)).toBe('GUICHET_DATA_DIR')
    expect(nearestName('PROT', names)).toBe('PORT')
    expect(nearestName('bakup', names)).toBe('backup')
    expect(nearestName('restoer', names)).toBe('restore')
  })

  it('is none where all are far, or the name is too short to tell', () => {
    expect(nearestName('telemetry', ['GUICHET_DATA_DIR', 'PORT'])).toBeNull()
    expect(nearestName('ab', ['xy', 'cd'])).toBeNull()
    expect(nearestName('database', [])).toBeNull()
    expect(nearestName('SMTP_USER', ['SMTP_URL'], 2)).toBeNull()
  })
})
