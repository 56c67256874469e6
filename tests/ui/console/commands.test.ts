import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { COMMANDS, commandOf } from '../../../src/ui/console/commands/commands.js'
import { fold, type PaletteItem, searchPalette } from '../../../src/ui/console/commands/palette-search.js'
import {
  ariaKeys,
  keyNames,
  type Pressed,
  type PressedIn,
  pressedCommand,
} from '../../../src/ui/kit/commands/key-match.js'
import { isWordKey, translator } from '../../../src/ui/kit/console-words.js'

const t = translator('fr')
const NONE: Pressed = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, code: '', key: '' }
const press = (pressed: Partial<Pressed>, where: Partial<PressedIn> = {}) =>
  pressedCommand(COMMANDS, { ...NONE, ...pressed }, { writing: false, mac: false, ...where })?.id

describe('the table of commands', () => {
  it('has each id and each shortcut once, and words for all', () => {
    const ids = COMMANDS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const keys = COMMANDS.flatMap(({ keys: one }) => (one ? [JSON.stringify(one)] : []))
    expect(new Set(keys).size).toBe(keys.length)
    for (const { label } of COMMANDS) expect(isWordKey(label)).toBe(true)
    expect(() => commandOf('nothing')).toThrow()
  })

  it('is the list of the documentation', () => {
    const documentation = readFileSync('docs/console.md', 'utf8')
    for (const { keys } of COMMANDS)
      if (keys) expect(documentation).toContain(`| ${keyNames(keys, { t, mac: false }).join(' + ')} |`)
  })

  it('uses letters that are at the same place on AZERTY and QWERTY only', () => {
    for (const { keys } of COMMANDS) if (keys && 'alt' in keys) expect(keys.alt).toMatch(/^(Key[^AQZWM]|1…5)$/)
  })
})

describe('keys', () => {
  it('fire their command', () => {
    expect(press({ altKey: true, code: 'KeyJ', key: 'j' })).toBe('next')
    expect(press({ ctrlKey: true, code: 'KeyK', key: 'k' })).toBe('palette')
    expect(press({ shiftKey: true, code: 'Comma', key: '?' })).toBe('help')
  })

  it('fire while one writes, but for a sign alone', () => {
    expect(press({ altKey: true, code: 'KeyE' }, { writing: true })).toBe('resolve')
    expect(press({ ctrlKey: true, code: 'KeyK' }, { writing: true })).toBe('palette')
    expect(press({ key: '?' }, { writing: true })).toBeUndefined()
  })

  it('leave alone AltGr, other modifiers, and what a Mac’s Option types', () => {
    expect(press({ altKey: true, ctrlKey: true, code: 'KeyE', key: '€' })).toBeUndefined()
    expect(press({ altKey: true, shiftKey: true, code: 'KeyJ' })).toBeUndefined()
    expect(press({ metaKey: true, code: 'KeyK' })).toBeUndefined()
    expect(press({ altKey: true, code: 'KeyE', key: 'ê' }, { writing: true, mac: true })).toBeUndefined()
    expect(press({ altKey: true, code: 'KeyE', key: 'ê' }, { mac: true })).toBe('resolve')
    expect(press({ metaKey: true, code: 'KeyK' }, { mac: true })).toBe('palette')
    expect(press({ ctrlKey: true, code: 'KeyK' }, { mac: true, writing: true })).toBeUndefined()
  })

  it('of what is done where one writes are left to it', () => {
    expect(press({ ctrlKey: true, code: 'Enter', key: 'Enter' }, { writing: true })).toBeUndefined()
  })

  it('have names for people and for assistive technologies', () => {
    expect(keyNames({ alt: 'KeyJ' }, { t, mac: false })).toEqual(['Alt', 'J'])
    expect(keyNames({ mod: 'KeyK' }, { t, mac: true })).toEqual(['Cmd', 'K'])
    expect(keyNames({ mod: 'Enter' }, { t, mac: false })).toEqual(['Ctrl', 'Entrée'])
    expect([
      ariaKeys({ mod: 'KeyK' }, false),
      ariaKeys({ mod: 'KeyK' }, true),
      ariaKeys({ alt: 'KeyJ' }, false),
    ]).toEqual(['Control+K', 'Meta+K', 'Alt+J'])
  })
})

describe('the search of the palette', () => {
  const line = (id: string, group: PaletteItem['group'], label: string, words?: string): PaletteItem => ({
    id,
    group,
    label,
    ...(words ? { words } : {}),
    run: () => {},
  })
  const ITEMS = [
    line('resolve', 'actions', 'Terminer la conversation'),
    line('away', 'actions', 'Me déclarer absent'),
    line('h1', 'conversations', 'Comment inscrire mon fils à la cantine ?', 'VR-7K3-46Q'),
    line('e1', 'entries', 'État civil : demander un acte', 'extrait de naissance'),
    line('e2', 'entries', 'L’eau est coupée'),
    line('p1', 'pages', 'Confidentialité'),
  ]
  const found = (query: string, recent: string[] = []) =>
    searchPalette(ITEMS, query, recent).map(({ group, items }) => [group, ...items.map(({ id }) => id)])

  it('shows first what was used last, then what can be done; entries are searched only', () => {
    expect(found('', ['away', 'gone', 'e1'])).toEqual([
      ['recent', 'away', 'e1'],
      ['actions', 'resolve'],
      ['conversations', 'h1'],
      ['pages', 'p1'],
    ])
  })

  it('goes by neither accents nor capitals nor the kind of apostrophe', () => {
    expect(fold('ŒUVRE d’Été')).toBe("oeuvre d'ete")
    expect(found('DECLARER')).toEqual([['actions', 'away']])
    expect(found("l'eau")).toEqual([['entries', 'e2']])
    expect(found('etat')).toEqual([['entries', 'e1']])
  })

  it('wants every word, anywhere, even in words that are not shown', () => {
    expect(found('inscrire cantine')).toEqual([['conversations', 'h1']])
    expect(found('7k3')).toEqual([['conversations', 'h1']])
    expect(found('naissance')).toEqual([['entries', 'e1']])
    expect(found('cantine piscine')).toEqual([])
    expect(found('(')).toEqual([])
  })

  it('puts first what begins with it', () => {
    expect(found('con')[0]).toEqual(['pages', 'p1'])
  })
})
