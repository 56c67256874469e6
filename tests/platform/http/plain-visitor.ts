import { expect } from '@jest/globals'
import type { Answer, TestServer } from './harness.js'

/** A form of a page, as a browser would send it. */
export interface PlainForm {
  action: string
  fields: Record<string, string>
  label: string
}

/** A citizen whose browser runs no script: she reads pages, follows links and sends forms. */
export class PlainVisitor {
  /** Path and query of the page that she reads. */
  address = ''
  answer!: Answer

  constructor(
    private readonly server: TestServer,
    private readonly headers: Record<string, string> = {},
  ) {}

  get html(): string {
    return this.answer.text
  }

  get title(): string {
    return unescapeHtml(/<title>(.*?)<\/title>/.exec(this.html)?.[1] ?? '')
  }

  /** Texts of the page, without tags, with ordinary spaces. */
  get text(): string {
    const body = this.html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]+>/g, ' ')
    return unescapeHtml(body).replace(/\s+/g, ' ')
  }

  get forms(): PlainForm[] {
    return [...this.html.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(
      ([, action = '', inner = '']) => {
        const inputs = [...inner.matchAll(/<input ((?:[^>"]|"[^"]*")*)>/g)].map(([, attributes = '']) => [
          attributeOf(attributes, 'name'),
          attributeOf(attributes, 'value'),
        ])
        const areas = [...inner.matchAll(/<textarea ((?:[^>"]|"[^"]*")*)>(.*?)<\/textarea>/gs)].map(
          ([, attributes = '', value = '']) => [attributeOf(attributes, 'name'), unescapeHtml(value)],
        )
        return {
          action: unescapeHtml(action),
          fields: Object.fromEntries([...inputs, ...areas]),
          label: unescapeHtml(/<button[^>]*>(.*?)<\/button>/s.exec(inner)?.[1] ?? ''),
        }
      },
    )
  }

  /** The links of the page, by their words. */
  get links(): Record<string, string> {
    const links = [...this.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    return Object.fromEntries(links.map(([, href = '', words = '']) => [unescapeHtml(words), unescapeHtml(href)]))
  }

  form(label: string): PlainForm {
    const form = this.forms.find((one) => one.label === label)
    if (!form) throw new Error(`no form "${label}" among ${this.forms.map((one) => one.label).join(', ')}`)
    return form
  }

  async open(path: string): Promise<this> {
    this.address = path.replace(/#.*/, '')
    this.answer = await this.server.fetch(this.address, { headers: this.headers })
    return this
  }

  /** Sends a form as it is, without following. */
  post({ action, fields }: PlainForm, typed: Record<string, string> = {}): Promise<Answer> {
    return this.server.fetch(action, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...this.headers },
      body: new URLSearchParams({ ...fields, ...typed }).toString(),
    })
  }

  /** Presses the button of a form, and reads the page that follows. @returns where it was sent, fragment included */
  async press(label: string, typed: Record<string, string> = {}): Promise<string> {
    const form = this.form(label)
    const answer = await this.post(form, typed)
    const location = answer.headers.get('location')
    if (!location) {
      this.address = form.action
      this.answer = answer
      return ''
    }
    expect(answer.status).toBe(303)
    await this.open(location)
    return location
  }

  /** Asks a first question. */
  async ask(text: string, path = '/sans-script?langue=fr'): Promise<string> {
    await this.open(path)
    return this.press(this.forms.find(({ fields }) => fields.text === '')?.label ?? '', { text })
  }

  /** Id and token of her conversation. */
  get keys(): { id: string; token: string } {
    const [, , id = '', token = ''] = this.address.split(/[/?]/)
    return { id, token }
  }
}

function attributeOf(attributes: string, name: string): string {
  return unescapeHtml(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
}

function unescapeHtml(html: string): string {
  return html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
}
