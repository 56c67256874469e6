import { createServer, type Server } from 'node:http'

/** What lets in the chat's script and frame. */
const lettingIn = (chat: string) => `script-src ${chat}; connect-src ${chat}; frame-src ${chat}`

/** A town's own site, on another origin than the chat, under a policy that lets in the chat's script and nothing inline. */
export class HostSite {
  constructor(private readonly letsIn = lettingIn) {}

  readonly #pages = new Map<string, string>()
  /** Where the chat is; known once it runs. */
  chat = ''
  readonly #server: Server = createServer((request, response) => {
    const path = request.url ?? '/'
    const content = this.#pages.get(path)
    const type = path.endsWith('.css') ? 'text/css' : 'text/html'
    response.setHeader('Content-Type', `${type}; charset=utf-8`)
    response.setHeader('Content-Security-Policy', this.#policy())
    response.writeHead(content === undefined ? 404 : 200).end(content)
  })

  /** Another site than 127.0.0.1 for a browser, not only another port of it. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve))
    const address = this.#server.address()
    return `http://localhost:${typeof address === 'object' ? address?.port : 0}`
  }

  /** Puts a page, or a style sheet, at an address. */
  put(path: string, content: string): void {
    this.#pages.set(path, content)
  }

  /** A page of the town with its own style sheet, then what is given. */
  putPage(path: string, body: string, sheets: string[] = ['/site.css']): void {
    const links = sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}">`).join('')
    const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bourg</title>`
    const text =
      '<p>La mairie est ouverte le samedi matin. Un paragraphe de la commune, assez long pour tenir deux lignes.</p>'
    this.put(
      path,
      `<!doctype html><html lang="fr"><head>${head}${links}</head><body><header><h1>Bourg</h1></header><main>${text.repeat(3)}${body}</main><footer><p>Mairie de Bourg</p></footer></body></html>`,
    )
  }

  /** The line that a webmaster copies. */
  script(attributes = ''): string {
    return `<script src="${this.chat}/widget.js" data-commune="bourg" ${attributes} defer></script>`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #policy(): string {
    return [
      "default-src 'none'",
      "style-src 'self'",
      this.letsIn(this.chat),
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ')
  }
}

/** A site whose column is spread over the window: anything added to it would move the rest. */
export const SITE_CSS = `
body { display: flex; flex-direction: column; justify-content: space-between; gap: 2rem; min-height: 100vh; margin: 0; font-family: Georgia, serif; }
iframe { width: 100%; height: 600px; border: 0; }
`

/** The habits of another age: rules on everything, and important ones. */
export const HOSTILE_CSS = `
html { font-size: 62.5%; }
* { box-sizing: content-box !important; margin: 0; border: 1px solid red; font-family: cursive !important; line-height: 3 !important; letter-spacing: 3px !important; text-transform: uppercase !important; color: red !important; text-align: right !important; cursor: crosshair !important; }
body > * { position: relative; float: left; width: 100%; min-height: 40vh; padding: 20px; opacity: .5; transform: translateZ(0); filter: blur(1px); background: yellow; visibility: visible; }
button { all: unset !important; }
p, li { margin: 3em !important; font-size: 40px !important; text-indent: 5em !important; }
h1, h2, h3, header, footer, ul, ol, form, textarea, label, details, summary, dialog, svg, span { display: block !important; float: left !important; background: pink !important; font-size: 30px !important; }
`
