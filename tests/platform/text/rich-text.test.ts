import { expect, it } from '@jest/globals'
import { blocksToText } from '../../../src/platform/text/rich-links.js'

it('writes a paragraph or an item a line, and joins the runs of text', () => {
  const text = blocksToText([
    { kind: 'paragraph', spans: [{ text: 'Comptez ' }, { text: '25 €', strong: true }, { text: '.' }] },
    {
      kind: 'list',
      ordered: true,
      items: [[{ text: 'Venez' }], [{ text: 'le ' }, { text: 'site', href: 'https://a.fr' }]],
    },
  ])
  expect(text).toBe('Comptez 25 €.\n- Venez\n- le site')
})

it('is empty without blocks', () => {
  expect(blocksToText([])).toBe('')
})
