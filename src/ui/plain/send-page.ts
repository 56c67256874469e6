import type { Response } from 'express'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A whole page as HTML. Every text in it is escaped by the renderer. */
export function renderPage<P>(page: VNode<P>): string {
  return `<!doctype html>${renderToString(page)}`
}

/** Sends a whole page. */
export function sendPage<P>(response: Response, status: number, page: VNode<P>): void {
  response.status(status).type('html').send(renderPage(page))
}
