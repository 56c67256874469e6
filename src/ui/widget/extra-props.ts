import type { ChatProps, PanelState } from './chat.js'

/** What a part loaded on demand is given. */
export interface ExtraProps extends ChatProps {
  panel: PanelState
  onChange: (change: Partial<PanelState>) => void
}
