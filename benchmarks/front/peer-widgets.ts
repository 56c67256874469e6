import { readFileSync } from 'node:fs'
import compression from 'compression'
import express from 'express'
import { fetchPackage } from './fetch-package.js'
import { type LocalServer, listenLocally } from './listen-locally.js'

/** A chat widget that a town could put on its site instead, at an exact version of its npm package. */
export interface PeerWidget {
  id: string
  package: string
  version: string
  licence: string
  /** What its documentation says to put on the page; `/peer` is its package. */
  embed: string
  /** What opens it, as a selector; none when it is open from the start. */
  launcher: string | null
  /** What shows that it is open. */
  opened: string
}

/** Widgets that work without their maker's server, as far as they open. */
export const PEER_WIDGETS: PeerWidget[] = [
  {
    id: 'deep-chat',
    package: 'deep-chat',
    version: '2.4.2',
    licence: 'MIT',
    embed: '<script type="module" src="/peer/dist/deepChat.bundle.js"></script><deep-chat></deep-chat>',
    launcher: null,
    opened: 'deep-chat #text-input',
  },
  {
    id: 'n8n chat',
    package: '@n8n/chat',
    version: '1.37.0',
    licence: 'Sustainable Use License',
    embed:
      '<link rel="stylesheet" href="/peer/dist/style.css"><script type="module">import { createChat } from "/peer/dist/chat.bundle.es.js"; createChat({ webhookUrl: "/webhook" })</script>',
    launcher: '.chat-window-toggle',
    opened: '.chat-window-wrapper textarea',
  },
]

/** Serves the demonstration's home page with a peer's widget in place of Guichet's; its package is fetched once. @throws when it cannot be fetched */
export async function servePeer(peer: PeerWidget, folder: string): Promise<LocalServer> {
  return serveHome(peer.embed, fetchPackage(peer, folder))
}

/** Serves the demonstration's home page with another embed, or none; `/peer` is the folder that it loads from. */
export function serveHome(embed: string, peer?: string): Promise<LocalServer> {
  const page = pageWith(embed)
  const server = express()
  server.use(compression())
  server.get('/', (_request, response) => void response.type('html').send(page))
  if (peer) server.use('/peer', express.static(peer))
  server.use(express.static('public'))
  return listenLocally(server)
}

/** The demonstration's home page with another embed. */
export function pageWith(embed: string): string {
  return readFileSync('public/index.html', 'utf8').replace(/<script[^>]*widget\.js[^>]*><\/script>/, embed)
}
