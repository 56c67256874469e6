/** How waiting citizens come to agents: by hand, in turn, or to whom has the fewest. */
export const ROUTING_MODES = ['manual', 'round_robin', 'least_loaded'] as const
/** One of {@link ROUTING_MODES}. */
export type RoutingMode = (typeof ROUTING_MODES)[number]

/** How a commune brings citizens and agents together. */
export interface RoutingSettings {
  mode: RoutingMode
  /** How long an agent has to take what is offered to her. Default 30. */
  acceptSeconds?: number
  /** How many citizens an agent talks with at once, unless her account says otherwise. Default 3. */
  capacity?: number
}
