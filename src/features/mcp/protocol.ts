import {
  type CallToolResult,
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { MessageKey, Say } from '../../platform/model/say.js'
import { TOOL_SHAPES, type ToolName } from './tool-shapes.js'

/** What is called by its name; refused where there is no such tool. */
export type CallTool = (name: ToolName, given: unknown) => Promise<CallToolResult>

/** One exchange of the protocol, in the shapes of the web: a message in, its answer out. */
export type Exchange = (request: Request, message: unknown, call: CallTool) => Promise<Response>

const NAMES = Object.keys(TOOL_SHAPES) as ToolName[]
/** Tools change with the version of the server: whoever connects may keep their list for an hour. */
const KEPT = { ttlMs: 3_600_000, cacheScope: 'public' } as const
const READS_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }

/**
 * Speaks the protocol: its version 2026-07-28, and those of 2025 without sessions. A server is made for each message and holds nothing; it has tools alone, of which
 * what is listed never changes, and nothing to subscribe to.
 */
export function createExchange(say: Say): Exchange {
  const tools = NAMES.map((name) => describeTool(name, say))
  const info = { name: 'guichet', title: inBoth(say, 'mcp.title'), version: '1' }
  const options = {
    capabilities: { tools: {} },
    instructions: inBoth(say, 'mcp.instructions'),
    cacheHints: { 'tools/list': KEPT, 'server/discover': KEPT },
  }
  return (request, message, call) => {
    const serverFor = () => {
      const server = new Server(info, options)
      server.setRequestHandler('tools/list', () => ({ tools }))
      server.setRequestHandler('tools/call', ({ params }) => {
        const name = NAMES.find((one) => one === params.name)
        // Not named: nothing that a caller wrote is said back.
        if (!name) throw new ProtocolError(ProtocolErrorCode.InvalidParams, inBoth(say, 'mcp.unknown_tool'))
        return call(name, params.arguments ?? {})
      })
      return server
    }
    const { fetch: exchange } = createMcpHandler(serverFor, { maxSubscriptions: 0, keepAliveMs: 0 })
    return exchange(request, { parsedBody: message })
  }
}

/** A tool as it is listed, in English and in French: who connects has said no language yet. */
function describeTool(name: ToolName, say: Say) {
  const { input, output } = TOOL_SHAPES[name]
  return {
    name,
    title: inBoth(say, `mcp.${name}.title`),
    description: inBoth(say, `mcp.${name}.does`),
    inputSchema: schemaOf(input, (argument) => inBoth(say, `mcp.argument.${argument}` as MessageKey)),
    outputSchema: schemaOf(output),
    annotations: READS_ONLY,
  }
}

function inBoth(say: Say, key: MessageKey): string {
  return `${say('en', key)} / ${say('fr', key)}`
}

/** An object in JSON Schema 2020-12; more members are allowed, as a later version may have. */
function schemaOf(shape: z.ZodObject, describe?: (member: string) => string) {
  const { properties = {}, required = [], $schema } = z.toJSONSchema(shape, { io: 'input' })
  const described = Object.entries(properties).map(([name, schema]) => {
    const said = typeof schema === 'object' && describe ? { ...schema, description: describe(name) } : schema
    return [name, said]
  })
  return { $schema, type: 'object' as const, properties: Object.fromEntries(described), required }
}
