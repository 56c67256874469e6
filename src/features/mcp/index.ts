import type { Feature } from '../../platform/feature.js'
import { mcpRoutes } from './contract.js'
import type { McpNeeds } from './routes.js'

/** The town's verified answers for other assistants (docs/mcp.md): where the operator lets them ask. Elsewhere nothing of the protocol is loaded. */
export const mcp: Feature<McpNeeds & { isMcpOn: boolean }> = {
  name: 'mcp',
  routes: mcpRoutes,
  async open({ isMcpOn, ...needs }) {
    if (!isMcpOn) return {}
    const { serveMcp } = await import('./routes.js')
    return { served: serveMcp(needs) }
  },
}
