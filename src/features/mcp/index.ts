import type { Feature } from '../../platform/feature.js'
import { mcpRoutes } from './contract.js'
import { type McpNeeds, serveMcp } from './routes.js'

/** The town's verified answers for other assistants (docs/mcp.md): where the operator lets them ask. */
export const mcp: Feature<McpNeeds & { isMcpOn: boolean }> = {
  name: 'mcp',
  routes: mcpRoutes,
  open: ({ isMcpOn, ...needs }) => ({ served: isMcpOn ? serveMcp(needs) : [] }),
}
