import { describe, expect, it } from '@jest/globals'
import { markdownToBlocks } from '../../../../src/features/entries/render/markdown-blocks.js'
import { blocksToText, type Span } from '../../../../src/platform/text/rich-links.js'
import { fc } from '../../../properties.js'

const spansOf = (markdown: string): Span[] =>
  markdownToBlocks(markdown).flatMap((block) => (block.kind === 'paragraph' ? block.spans : block.items.flat()))

describe('markdownToBlocks', () => {
  it('reads paragraphs, with bold and links', () => {
    expect(markdownToBlocks('Comptez **25 €**.\n\nVoir [le site](https://a.fr).')).toEqual([
      { kind: 'paragraph', spans: [{ text: 'Comptez ' }, { text: '25 €', strong: true }, { text: '.' }] },
      { kind: 'paragraph', spans: [{ text: 'Voir ' }, { text: 'le site', href: 'https://a.fr' }, { text: '.' }] },
    ])
  })

  it('reads lists, ordered or not', () => {
    expect(markdownToBlocks('1. Un\n2. Deux\n\nPuis :\n\n- a\n- b')).toEqual([
      { kind: 'list', ordered: true, items: [[{ text: 'Un' }], [{ text: 'Deux' }]] },
      { kind: 'paragraph', spans: [{ text: 'Puis :' }] },
      { kind: 'list', ordered: false, items: [[{ text: 'a' }], [{ text: 'b' }]] },
    ])
  })

  it('keeps the items of a list within a list, in order, as items of the first', () => {
    expect(markdownToBlocks('- a\n  - a1\n  - a2\n- b\n\nFin.')).toEqual([
      { kind: 'list', ordered: false, items: [[{ text: 'a' }], [{ text: 'a1' }], [{ text: 'a2' }], [{ text: 'b' }]] },
      { kind: 'paragraph', spans: [{ text: 'Fin.' }] },
    ])
  })

  it('ends a list that is quoted', () => {
    expect(markdownToBlocks('> - a\n\nFin.').map(({ kind }) => kind)).toEqual(['list', 'paragraph'])
  })

  it('keeps a bold link bold', () => {
    expect(spansOf('**[le site](https://a.fr)**')).toContainEqual({
      text: 'le site',
      strong: true,
      href: 'https://a.fr',
    })
  })

  it('joins the lines of a paragraph by a space', () => {
    expect(blocksToText(markdownToBlocks('une ligne\nune autre'))).toBe('une ligne une autre')
  })

  it.each(['tel:+33261910000', 'mailto:a@b.fr', 'https://a.fr/?q=1'])('links to %s', (href) => {
    expect(spansOf(`[lien](${href})`)).toEqual([{ text: 'lien', href }])
  })

  it.each(['javascript:alert(1)', 'JavaScript:alert(1)', 'vbscript:x', 'file:///etc/passwd', 'data:text/html,x'])(
    'refuses to link to %s',
    (href) => {
      expect(spansOf(`[lien](${href})`).filter((span) => span.href !== undefined)).toEqual([])
      expect(spansOf(`<${href}>`).filter((span) => span.href !== undefined)).toEqual([])
    },
  )

  it('shows HTML as text', () => {
    expect(blocksToText(markdownToBlocks('<script>alert(1)</script>'))).toBe('<script>alert(1)</script>')
    expect(blocksToText(markdownToBlocks('un <b>gras</b> faux'))).toBe('un <b>gras</b> faux')
  })

  it('keeps the text of what it does not know', () => {
    expect(blocksToText(markdownToBlocks('### Titre\n\n    indenté\n\n```\ncode\n```\n\n`a` *b*'))).toBe(
      'Titre\nindenté\ncode\na b',
    )
  })

  it('never links to a script, whatever is written', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      'javascript:',
      'data:',
      'https://a.fr',
      '*',
      '\n',
      '- ',
      'a',
      '&#106;',
      '\\',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        for (const { href } of spansOf(parts.join('')))
          expect(href ?? '').not.toMatch(/^\s*(javascript|vbscript|data):/i)
      }),
    )
  })
})
