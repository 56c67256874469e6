import type { Block } from '../../platform/text/rich-links.js'
import type { ChatProps } from './chat.js'
import { Spans } from './spans.js'

/** Paragraphs and lists of an answer. */
export function Blocks({ chat, blocks }: ChatProps & { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block) => {
        if (block.kind === 'paragraph') {
          return (
            <p>
              <Spans chat={chat} spans={block.spans} />
            </p>
          )
        }
        const List = block.ordered ? 'ol' : 'ul'
        return (
          <List>
            {block.items.map((spans) => (
              <li>
                <Spans chat={chat} spans={spans} />
              </li>
            ))}
          </List>
        )
      })}
    </>
  )
}
