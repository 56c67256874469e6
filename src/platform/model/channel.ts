/** How a person came: she writes on the town's site, stands at the counter, or phones. */
export const CHANNELS = ['web', 'counter', 'phone'] as const
/** One of {@link CHANNELS}. */
export type Channel = (typeof CHANNELS)[number]

/** Channels on which an agent writes for the person. */
export const DESK_CHANNELS = ['counter', 'phone'] as const satisfies readonly Channel[]
/** One of {@link DESK_CHANNELS}. */
export type DeskChannel = (typeof DESK_CHANNELS)[number]
