import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import {
  checkCallback,
  EMPTY_CALLBACK,
  slotsByDay,
  slotValue,
} from '../../../../src/ui/widget/extras/callback-draft.js'
import { extraWords, loadExtraWords } from '../../../../src/ui/widget/extras/extra-words.js'
import { addFrench, FRENCH, translator } from '../../../../src/ui/widget/translate.js'

addFrench(JSON.parse(readFileSync('knowledge/messages/widget-parts.fr.json', 'utf8')))
const t = translator(FRENCH, 'fr')
const slot = (day: string, half: 'morning' | 'afternoon') => ({ day, half, dayInWords: `le ${day}`, halfInWords: half })

describe('a call-back being written', () => {
  it('says what is missing, field by field, before it is sent', async () => {
    await loadExtraWords('en')
    expect(Object.keys(checkCallback(EMPTY_CALLBACK, t, extraWords('fr')))).toEqual([
      'slot',
      'name',
      'phone',
      'subject',
    ])
    const whole = { slot: '2026-11-26 morning', name: 'Ana', phone: '06 12 34 56 78', subject: 'la crèche' }
    expect(checkCallback(whole, t, extraWords('fr'))).toEqual({})
    expect(checkCallback({ ...whole, phone: '  ' }, t, extraWords('en'))).toEqual({ phone: 'Write your phone number.' })
  })

  it('shows half-days by day, in order, each with a value of its own', () => {
    const slots = [slot('2026-11-26', 'morning'), slot('2026-11-26', 'afternoon'), slot('2026-11-27', 'morning')]
    expect(slotsByDay(slots).map((day) => [day.day, day.slots.length])).toEqual([
      ['le 2026-11-26', 2],
      ['le 2026-11-27', 1],
    ])
    expect(new Set(slots.map(slotValue)).size).toBe(3)
  })
})

describe('sentences of the parts loaded on demand', () => {
  it('fill their places', () => {
    expect(extraWords('fr')('mailed', { email: 'ana@exemple.fr' })).toContain('ana@exemple.fr')
  })
})
