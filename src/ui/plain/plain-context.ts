import type { ReceiveMessage } from '../../assistant/receive-message.js'
import type { HttpContext } from '../../platform/http/http-context.js'

/** What the pages without script need. */
export interface PlainContext {
  http: HttpContext
  receive: ReceiveMessage
}
