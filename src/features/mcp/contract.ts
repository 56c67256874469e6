import { z } from 'zod'
import { MCP_PATH, type Route, route } from '../../platform/http/route.js'

const assistants = { access: 'anyone', atRoot: true } as const satisfies Partial<Route>

/** The town's answers for other assistants, by the Model Context Protocol (docs/mcp.md). */
export const mcpRoutes = {
  /** What a message may be is the protocol's to say; its refusals are its own. */
  exchange: route({
    ...assistants,
    method: 'post',
    path: MCP_PATH,
    summary: 'One message of the Model Context Protocol (2026-07-28; 2025 without sessions): five tools that only read',
    counts: 'address',
    embedded: true,
    body: z.object({
      jsonrpc: z.literal('2.0'),
      id: z.union([z.string().max(200), z.number()]).optional(),
      method: z.string().max(200),
      params: z.looseObject({}).optional(),
    }),
    typed: { id: 'never_stored', method: 'checked', 'params.**': 'screened' },
    answer: z.looseObject({ jsonrpc: z.literal('2.0') }),
    acknowledges: true,
    errors: [403, 405, 422, 503],
  }),
  probe: route({
    ...assistants,
    method: 'get',
    path: `${MCP_PATH}/healthz`,
    summary:
      'Whether a whole exchange of the protocol works: its tools are listed, and a title of the town finds its entry',
    counts: 'nothing',
    answer: z.object({ status: z.enum(['ready', 'failing']), tools: z.number(), found: z.boolean() }),
    errors: [503],
  }),
}
