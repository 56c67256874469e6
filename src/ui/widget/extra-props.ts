import type { ChatProps } from './chat.js'
import type { PanelState } from './panel-state.js'

/** What a part loaded on demand is given. */
export interface ExtraProps extends ChatProps {
  panel: PanelState
  onChange: (change: Partial<PanelState>) => void
}
