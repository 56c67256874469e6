import { toUrl } from '../../../../platform/text/to-url.js'

/** What a link carries to tell where it was pressed. */
const TRACKING = /^(?:utm_\w+|at_\w+|xtor|pk_\w+|mtm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|_hs\w+)$/i
/** What is not read: neither its words nor what is in it. */
const UNREAD = new Set([
  'SCRIPT',
  'DATA-STYLE',
  'HEAD',
  'TITLE',
  'NOSCRIPT',
  'TEMPLATE',
  'SVG',
  'IFRAME',
  'OBJECT',
  'BUTTON',
])
const PARAGRAPHS =
  /^(?:P|DIV|SECTION|ARTICLE|MAIN|HEADER|FOOTER|NAV|ASIDE|TABLE|TBODY|THEAD|TR|DL|DT|DD|FIGURE|BLOCKQUOTE|PRE|FORM|UL|OL|LI|H[1-6]|BODY)$/
/** How Word numbers an item: `1.`, `a)`; its bullets are signs. */
const NUMBERED = /^\s*(?:\d+|[a-z])[.)]/i

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): { createHTML(html: string): string }
}

/** The console takes no HTML of a string, but here: it is read into a document apart, in which nothing is run, loaded or shown, and of which words alone are kept. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('guichet-paste', {
  createHTML: withoutStyles,
})

/** Styles say what Word means by a paragraph: they are read, and are not the page's. */
function withoutStyles(html: string): string {
  return html.replace(/<(\/?)style/gi, '<$1data-style').replace(/\sstyle=/gi, ' data-style=')
}

/** A paragraph or an item, in Markdown. */
interface Line {
  mark: '' | '- ' | '1. '
  text: string
}

/**
 * The Markdown of what was copied from a page or a file of Word: paragraphs, lists, headings as words of weight, links and what is bold. Styles, scripts, pictures, comments and what
 * follows people through links are left out.
 */
export function pastedMarkdown(html: string): string {
  const { body } = new DOMParser().parseFromString(policy?.createHTML(html) ?? withoutStyles(html), 'text/html')
  const lines: Line[] = []
  readBlock(body, '', lines)
  let number = 0
  return lines
    .map(({ mark, text }, at) => {
      number = mark === '1. ' ? number + 1 : 0
      const isSameList = mark !== '' && lines[at - 1]?.mark === mark
      return `${at === 0 ? '' : isSameList ? '\n' : '\n\n'}${number > 0 ? `${number}. ` : mark}${text}`
    })
    .join('')
}

/** Lines of what was pasted, without the marks of its lists: a field of one line has no others. */
export function pastedLines(markdown: string): string[] {
  return markdown.split(/\n+/).map((line) => line.replace(/^(?:- |\d+\. )/, ''))
}

/** Reads what is in an element into lines; what stands between its blocks is a paragraph of its own. */
function readBlock(element: Element, mark: Line['mark'], lines: Line[]): void {
  let text = ''
  let nextMark = mark
  const end = () => {
    const line = text.replace(/\s+/g, ' ').trim()
    if (/[^*\s]/.test(line)) {
      lines.push({ mark: nextMark, text: line })
      // An item of several paragraphs is one item, then paragraphs.
      nextMark = ''
    }
    text = ''
  }
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) text += child.nodeType === Node.TEXT_NODE ? escaped(child.textContent ?? '') : ''
    else if (UNREAD.has(child.tagName.toUpperCase()) || isHidden(child)) continue
    else if (child.tagName === 'BR') end()
    else if (isBlock(child)) {
      end()
      readBlock(child, markOf(child, nextMark), lines)
      if (child.tagName !== 'UL' && child.tagName !== 'OL') nextMark = ''
    } else text += inline(child)
  }
  if (/^H[1-6]$/.test(element.tagName) || element.classList.contains('MsoTitle'))
    text = strong(text.replaceAll('**', ''))
  end()
}

function markOf(element: Element, around: Line['mark']): Line['mark'] {
  if (element.tagName === 'LI') return element.parentElement?.tagName === 'OL' ? '1. ' : '- '
  const isWordItem = /mso-list:\s*l\d/i.test(element.getAttribute('data-style') ?? '')
  if (isWordItem) return NUMBERED.test(wordMark(element)) ? '1. ' : '- '
  return element.tagName === 'UL' || element.tagName === 'OL' ? '' : around
}

/** The sign or the number that Word writes before an item, which it tells to ignore. */
function wordMark(element: Element): string {
  return [...element.querySelectorAll('[data-style]')].find(isHidden)?.textContent ?? ''
}

function isHidden(element: Element): boolean {
  return /mso-list:\s*ignore|mso-hide:\s*all|display:\s*none/i.test(element.getAttribute('data-style') ?? '')
}

/** Whether an element is a paragraph, or has one in it: Google's documents are in a `b`. */
function isBlock(element: Element): boolean {
  return PARAGRAPHS.test(element.tagName) || [...element.children].some(isBlock)
}

/** The words of an element within a line. */
function inline(element: Element): string {
  const inside = [...element.childNodes]
    .map((child) => {
      if (!(child instanceof Element)) return child.nodeType === Node.TEXT_NODE ? escaped(child.textContent ?? '') : ''
      return UNREAD.has(child.tagName.toUpperCase()) || isHidden(child)
        ? ''
        : child.tagName === 'BR'
          ? ' '
          : inline(child)
    })
    .join('')
  if (element.tagName === 'A') return linked(inside, element.getAttribute('href') ?? '')
  if (/^T[DH]$/.test(element.tagName)) return `${inside} `
  return isStrong(element) ? strong(inside) : inside
}

function isStrong(element: Element): boolean {
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(element.getAttribute('data-style') ?? '')?.[1]?.toLowerCase()
  if (weight) return weight === 'bold' || weight === 'bolder' || Number(weight) >= 600
  return element.tagName === 'B' || element.tagName === 'STRONG'
}

/** Spaces stand outside of the marks; what is within other marks has weight once. */
function strong(text: string): string {
  const plain = text.replaceAll('**', '')
  const words = plain.trim()
  const at = plain.indexOf(words)
  return words === '' ? text : `${plain.slice(0, at)}**${words}**${plain.slice(at + words.length)}`
}

function linked(text: string, href: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  const address = plainAddress(href)
  return words === '' || address === null ? text : `[${words}](${address})`
}

/** An address without what follows people; `null` of what is no address for a citizen: a place in the page, a script. */
function plainAddress(href: string): string | null {
  const url = /^(?:https?:|mailto:|tel:)/i.test(href) ? toUrl(href) : null
  if (!url) return null
  // Outlook wraps the addresses of mails.
  const wrapped = url.hostname.endsWith('.safelinks.protection.outlook.com') && url.searchParams.get('url')
  if (wrapped) return plainAddress(wrapped)
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  return url.href.replace(/\(/g, '%28').replace(/\)/g, '%29')
}

/** Words whose stars would be read as marks. */
function escaped(text: string): string {
  return text.replace(/\*/g, '\\*')
}
