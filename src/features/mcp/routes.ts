import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { CallToolResult } from '@modelcontextprotocol/server'
import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Logger } from '../../log.js'
import { type KnownPages, refuseForeignPages } from '../../platform/http/foreign-pages.js'
import { languageOf, logFailure, refuseWhenStopping, toAppError, toProblem } from '../../platform/http/problem.js'
import { communeNamedBy } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { MCP_PATH } from '../../platform/http/route.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { mcpRoutes } from './contract.js'
import { createProbe } from './probe.js'
import { type CallTool, createExchange } from './protocol.js'
import { TOOL_SHAPES, type ToolName } from './tool-shapes.js'
import { createTools, type ToolNeeds, type Tools } from './tools.js'

/** What these routes need. */
export interface McpNeeds extends ToolNeeds, KnownPages {
  communes: ToolNeeds['communes']
  publicOrigin: string | null
  limits: ToolNeeds['limits'] & Pick<RateLimits, 'address'>
  logger: Logger
  /** Whether the process takes no more requests. */
  stopping: () => boolean
}

/** The longest question, several times over. */
const BODY_LIMIT = '16kb'

/** Serves {@link mcpRoutes}. Nothing is stored, counted or logged of what is asked. */
export function serveMcp(needs: McpNeeds): ServedRoute[] {
  const tools = createTools(needs)
  const exchange = createExchange(needs.say)
  const probe = createProbe(needs, { exchange, callFor: (request) => callFor(needs, tools, request) })
  const reads = [
    refuseWhenStopping(needs),
    refuseOtherNames(needs),
    refuseForeignPages(needs),
    limitAddress(needs),
    express.json({ limit: BODY_LIMIT }),
  ]
  return [
    serve(
      mcpRoutes.exchange,
      async ({ request, response }) => {
        if (request.body === undefined) throw new AppError('unsupported_media_type', 415)
        // A message by itself is one act, which the limits count.
        if (Array.isArray(request.body)) throw new AppError('invalid_request', 422)
        const message = await exchange(ofWeb(request, response), request.body, callFor(needs, tools, request))
        await send(response, message)
        return SENT
      },
      reads,
    ),
    serve(mcpRoutes.probe, async ({ request, response }) => {
      const state = await probe(request)
      if (state.status === 'failing') response.status(503)
      return state
    }),
  ]
}

/**
 * Refuses a name that is neither this server's nor a commune's own: a page whose name was made to lead here (DNS rebinding) says its own. An address by numbers is nobody's name.
 * @throws AppError `origin_refused` (403)
 */
function refuseOtherNames({ publicOrigin, communeAt }: McpNeeds): RequestHandler {
  const own = publicOrigin ? new URL(publicOrigin).hostname : 'localhost'
  return (request, _response, next) => {
    const name = request.hostname ?? ''
    const isOurs = name === own || name === 'localhost' || communeNamedBy({ communeAt }, request) !== undefined
    if (!isOurs && isIP(name.replace(/^\[|\]$/g, '')) === 0) throw new AppError('origin_refused', 403)
    next()
  }
}

function limitAddress({ limits }: McpNeeds): RequestHandler {
  return async (request, _response, next) => {
    await limits.address(request)
    next()
  }
}

/** Calls a tool for whoever asks: what she gave is checked, and what is refused is said in her language, without her words. */
function callFor(needs: McpNeeds, tools: Tools, request: Request): CallTool {
  return async (name, given) => {
    const read = TOOL_SHAPES[name].input.safeParse(given)
    const language = read.data?.language ?? languageOf(request)
    const refuse = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true })
    if (!read.success) {
      const known = Object.keys(TOOL_SHAPES[name].input.shape)
      const wrong = known.filter((field) => read.error.issues.some(({ path }) => path[0] === field))
      return refuse(needs.say(language, 'mcp.invalid_arguments', { fields: wrong.join(', ') }))
    }
    try {
      const given = await callTool(tools, name, read.data, request)
      if ('refused' in given) return refuse(needs.say(language, given.refused))
      return { content: [{ type: 'text', text: given.text }], structuredContent: given.output }
    } catch (error) {
      logFailure(needs.logger, error, MCP_PATH)
      return refuse(toProblem(toAppError(error), needs.say, language).detail)
    }
  }
}

/** @param input as the shape of the tool has it */
function callTool(tools: Tools, name: ToolName, input: unknown, request: Request) {
  return tools[name](input as never, request)
}

/** What the protocol takes: who accepts anything accepts both. */
const BOTH = 'application/json, text/event-stream'

/** What the protocol reads of a request: its own headers, and that the caller has left. */
function ofWeb(request: Request, response: Response): globalThis.Request {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const { accept = '*/*' } = request.headers
  const headers = new Headers({ accept: accept.includes('*/*') ? BOTH : accept, 'content-type': 'application/json' })
  for (const [name, value] of Object.entries(request.headers))
    if (name.startsWith('mcp-') && typeof value === 'string') headers.set(name, value)
  return new globalThis.Request(`http://localhost${MCP_PATH}`, { method: 'POST', headers, signal: left.signal })
}

async function send(response: Response, { status, headers, body }: globalThis.Response): Promise<void> {
  response.status(status).set({ ...Object.fromEntries(headers), 'Cache-Control': 'no-store' })
  if (!body) return void response.end()
  // Who has left is told nothing more.
  await pipeline(Readable.fromWeb(body as ReadableStream), response).catch(() => response.destroy())
}
