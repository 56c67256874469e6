import { SaxesParser } from 'saxes'

/** An element of an XML file; text stands between its elements as strings, spaces included. */
export interface XmlNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: (XmlNode | string)[]
}

/** A file of the feed that cannot be used, and why. */
export class FeedFileFault extends Error {
  readonly fault: 'not_text' | 'not_xml' | 'too_deep' | 'not_a_fiche'
  /** Line of the file, from 1; `null` when it is the whole file. */
  readonly line: number | null
  constructor(fault: FeedFileFault['fault'], options: { cause?: unknown; line?: number } = {}) {
    super(fault, options)
    this.name = 'FeedFileFault'
    this.fault = fault
    this.line = options.line ?? null
  }
}

/** Fiches go a dozen elements deep; more than this is made to harm. */
const MOST_DEEP = 200

/**
 * Parses a whole XML file. No entity but those of XML itself is known, and nothing outside the file is read.
 * @throws FeedFileFault `not_text`, `not_xml`, `too_deep`
 */
export function parseXml(bytes: Uint8Array): XmlNode {
  const document: XmlNode = { name: '', attributes: {}, children: [] }
  const open = [document]
  const parser = new SaxesParser({ xmlns: false })
  const add = (text: string) => void open.at(-1)?.children.push(text)
  parser.on('error', (cause) => {
    throw new FeedFileFault('not_xml', { cause, line: parser.line })
  })
  parser.on('opentag', ({ name, attributes }) => {
    const node: XmlNode = { name, attributes, children: [] }
    open.at(-1)?.children.push(node)
    if (open.push(node) > MOST_DEEP) throw new FeedFileFault('too_deep', { line: parser.line })
  })
  parser.on('text', (text) => {
    if (open.length > 1) add(text)
  })
  parser.on('cdata', add)
  parser.on('closetag', () => void open.pop())
  parser.write(textOf(bytes)).close()
  const [root] = elementsOf(document)
  if (!root) throw new FeedFileFault('not_xml')
  return root
}

/** @throws FeedFileFault `not_text` when a byte is not of the encoding that the file says */
function textOf(bytes: Uint8Array): string {
  const declared = /^[^<]*<\?xml[^>]{0,80}encoding=["']([\w-]{1,20})["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )
  try {
    return new TextDecoder(declared?.[1] ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FeedFileFault('not_text', { cause })
  }
}

/** The elements directly inside another, those of a name when one is given. */
export function elementsOf(node: XmlNode, name?: string): XmlNode[] {
  return node.children.filter(
    (child): child is XmlNode => typeof child !== 'string' && (name === undefined || child.name === name),
  )
}

/** The first element of a name directly inside another. */
export function elementOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child): child is XmlNode => typeof child !== 'string' && child.name === name)
}

/** All the text inside an element, runs of spaces made one. */
export function textIn(node: XmlNode | undefined): string {
  return node ? rawText(node).replace(/\s+/g, ' ').trim() : ''
}

function rawText(node: XmlNode): string {
  return node.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('')
}
