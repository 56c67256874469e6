import { describe, expect, it } from '@jest/globals'
import { markFile } from '../../../src/features/sheets/pages/download-marked.js'
import { readMarks, writeMarks } from '../../../src/features/sheets/pages/sheet-marks.js'
import { showMissing } from '../../../src/features/sheets/pages/show-missing.js'
import { fc } from '../../properties.js'

describe('the marks of a sheet', () => {
  it('are read as they are written', () => {
    const total = fc.integer({ min: 1, max: 30 })
    const marks = total.chain((most) =>
      fc.record({
        have: fc.uniqueArray(fc.nat(most - 1)),
        total: fc.constant(most),
        reference: fc.constant('VL-7K3-46Q'),
      }),
    )
    fc.assert(fc.property(marks, (one) => expect(readMarks(writeMarks(one))).toEqual(one)))
  })

  it('are nothing when nothing is marked', () => {
    expect(writeMarks({})).toBe('')
    expect(readMarks('')).toEqual({})
    expect(readMarks(writeMarks({ have: [], total: 3 }))).toEqual({ have: [], total: 3 })
  })

  it.each([
    '#pieces=0.9&sur=5',
    '#pieces=-1&sur=5',
    '#pieces=1.x&sur=5',
    '#pieces=1',
    '#pieces=1&sur=1e9x',
    '#reference=<b>Appelez le 0899</b>',
    '#reference=VL-7K3-46Q%20appelez',
    '#%E0%A4%A',
  ])('leave out what somebody else has written in an address: %s', (fragment) => {
    expect(readMarks(fragment)).toEqual({})
  })
})

describe('the line of what is missing', () => {
  const line = (checked: boolean[]) => {
    const element = {
      textContent: '',
      dataset: { missing: '{missing} pièces sur {total}', missingOne: '{missing} pièce sur {total}', complete: 'rien' },
    }
    showMissing(
      element as never,
      checked.map((one) => ({ checked: one })),
    )
    return element.textContent
  }

  it('counts what is not ticked', () => {
    expect(line([true, false, false])).toBe('2 pièces sur 3')
    expect(line([true, true, false])).toBe('1 pièce sur 3')
    expect(line([true, true, true])).toBe('rien')
  })
})

describe('the file that is kept', () => {
  const file =
    '<p id="reference" class="reference" data-words="x" hidden></p><input id="piece-0"><input id="piece-1"><p id="bilan"></p>'

  it('has the boxes and the lines of the page, and the rest as the server made it', () => {
    const boxes = [
      { id: 'piece-0', checked: false },
      { id: 'piece-1', checked: true },
    ]
    expect(markFile(file, boxes, { reference: '<p id="reference">$& VL</p>' })).toBe(
      '<p id="reference">$& VL</p><input id="piece-0"><input id="piece-1" checked><p id="bilan"></p>',
    )
  })
})
