import type { SavedView } from '../../../platform/model/saved-view.js'
import type { FoundConversation } from '../../../platform/text/search-conversations.js'

/** `GET|PUT /agent/views`: the agent's own views of the queue, in her order. */
export interface ViewsView {
  views: SavedView[]
}

/** `POST /agent/search` */
export interface SearchView {
  /** The words as they were compared, to mark them. */
  words: string[]
  /** How many conversations have them all. */
  total: number
  page: number
  pages: number
  /** Of this page, latest first. */
  found: FoundConversation[]
}
