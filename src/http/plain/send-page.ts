import type { Response } from 'express'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Sends a whole page. Every text in it is escaped by the renderer. */
export function sendPage<P>(response: Response, status: number, page: VNode<P>): void {
  response
    .status(status)
    .type('html')
    .send(`<!doctype html>${renderToString(page)}`)
}
