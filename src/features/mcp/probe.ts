import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server'
import type { Request as HttpRequest } from 'express'
import { z } from 'zod'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import { MCP_PATH } from '../../platform/http/route.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import type { mcpRoutes } from './contract.js'
import type { CallTool, Exchange } from './protocol.js'
import { TOOL_SHAPES } from './tool-shapes.js'

/** What a whole exchange told. */
export type ProbeView = z.infer<typeof mcpRoutes.probe.answer>

/** Anyone may ask for the probe, and it searches: those who ask within this time share one, ms. */
const SHARED_MS = 10_000
/** The version of the protocol that is spoken. */
const VERSION = '2026-07-28'
/** What is read of the answers; anything else is a failure. */
const listed = z.object({ result: z.object({ tools: z.array(z.looseObject({ name: z.string() })) }) })
const answered = z.object({ result: z.object({ structuredContent: TOOL_SHAPES.find_procedure.output }) })

/** What the probe needs. */
export interface ProbeNeeds extends KnownCommunes {
  snapshotOf: (communeId: string) => Promise<Snapshot>
}

/** A whole exchange with this very server: its tools are listed, and the title of an entry is asked, which must be among what is found. */
export function createProbe(
  needs: ProbeNeeds,
  { exchange, callFor }: { exchange: Exchange; callFor: (request: HttpRequest) => CallTool },
): (request: HttpRequest) => Promise<ProbeView> {
  let shared: { at: number; view: Promise<ProbeView> } | null = null
  const look = async (request: HttpRequest): Promise<ProbeView> => {
    const { entries } = await needs.snapshotOf(communeOf(needs, undefined).id)
    const [entry] = entries.values()
    const call = callFor(request)
    const list = listed.safeParse(await ask(exchange, call, { method: 'tools/list', params: {} }))
    const params = { name: 'find_procedure', arguments: { question: entry?.title ?? '' } }
    const found = answered.safeParse(await ask(exchange, call, { method: 'tools/call', params }))
    const tools = list.data?.result.tools.length ?? 0
    const output = found.data?.result.structuredContent
    const isFound = output?.candidates.some(({ id }) => id === entry?.id) ?? false
    // A town that has stopped its answers is asked all the same, and says so.
    const isAnswered = isFound || output?.outcome === 'escalated_stopped'
    const isReady = tools === Object.keys(TOOL_SHAPES).length && isAnswered
    return { status: isReady ? 'ready' : 'failing', tools, found: isFound }
  }
  return (request) => {
    const at = performance.now()
    if (!shared || at - shared.at > SHARED_MS)
      shared = { at, view: look(request).catch(() => ({ status: 'failing' as const, tools: 0, found: false })) }
    return shared.view
  }
}

/** Asks as a client of the protocol does. */
async function ask(
  exchange: Exchange,
  call: CallTool,
  { method, params }: { method: string; params: { name?: string } },
): Promise<unknown> {
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(params.name && { 'mcp-name': params.name }),
  }
  const _meta = {
    [PROTOCOL_VERSION_META_KEY]: VERSION,
    [CLIENT_INFO_META_KEY]: { name: 'guichet-probe', version: '1' },
    [CLIENT_CAPABILITIES_META_KEY]: {},
  }
  const message = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }
  const answer = await exchange(new Request(`http://localhost${MCP_PATH}`, { method: 'POST', headers }), message, call)
  return answer.json()
}
