import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { lintSimple } from '../../../src/features/entries/lint/lint-simple.js'
import { readPlainWords } from '../../../src/features/entries/lint/plain-words.js'
import { renderAnswer } from '../../../src/features/entries/render/render-answer.js'
import { SECTION_KEYS, SIMPLE_TITLE } from '../../../src/platform/model/entry.js'
import { blocksToText } from '../../../src/platform/text/rich-links.js'
import { idsIn, intentsDir, knowledgeDir, readEntry, villebourg } from './installed.js'

const ids = idsIn(knowledgeDir, '.md')
const words = await readPlainWords({ intentsDir })
const say = await loadMessages(knowledgeDir)

describe.each(ids)('the simplified version of knowledge/%s.md, where there is one', (id) => {
  const { simple } = readEntry(id)

  it('is easy to read: see npm run lint-content', () => {
    const { faults } = lintSimple(simple ?? '', words)
    expect(faults.map(({ rule, line, parameters }) => `${line}: ${say('fr', `lint.${rule}`, parameters)}`)).toEqual([])
  })

  it('ends the file, and leaves nothing to fill nor Markdown to see once rendered', () => {
    const text = readFileSync(join(knowledgeDir, `${id}.md`), 'utf8')
    const titles = [...text.matchAll(/^## +(.+)$/gm)].map(([, title]) => title)
    expect(titles.indexOf(SIMPLE_TITLE)).toBe(simple === null ? -1 : titles.length - 1)
    expect(blocksToText(renderAnswer(readEntry(id), villebourg).simple ?? [])).not.toMatch(/\{\{|\*\*|\]\(|undefined/)
  })
})

describe('the whole answers', () => {
  it('are read by the same linter, which refuses none and counts what could be simpler', () => {
    const reports = ids.flatMap((id) => SECTION_KEYS.map((key) => lintSimple(readEntry(id).sections[key], words)))
    const remarks = reports.reduce((sum, { faults, remarks }) => sum + faults.length + remarks.length, 0)
    expect(reports.every(({ sentences }) => sentences > 0)).toBe(true)
    // Ordinary answers are harder than simplified versions by nature: a linter that finds nothing in them reads nothing.
    expect(remarks).toBeGreaterThan(ids.length)
  })
})
