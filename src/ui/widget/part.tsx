import { Component, type ComponentChild, type ComponentType } from 'preact'
import type { Chat } from './chat.js'
import { loadParts, partsNow } from './load-parts.js'

/** Takes a component out of `parts.ts`. */
export type PickPart<Props> = (parts: typeof import('./parts.js')) => ComponentType<Props>

/**
 * Shows one of `parts.ts`: at once when they are there, so that what is scrolled to has its height; when they cannot be loaded, `lost`, or a word to screen
 * readers without it.
 */
export class Part<Props extends { chat: Chat }> extends Component<
  { pick: PickPart<Props>; props: Props; lost?: ComponentChild },
  { failed: boolean }
> {
  override state = { failed: false }

  override componentDidMount(): void {
    const { lost, props } = this.props
    if (partsNow()) return
    loadParts().then(
      () => this.setState({}),
      () => (lost ? this.setState({ failed: true }) : props.chat.session.announce(props.chat.t('loadFailed'))),
    )
  }

  override render() {
    const { pick, props, lost } = this.props
    const parts = partsNow()
    const One = parts && pick(parts)
    return One ? <One {...props} /> : this.state.failed && lost
  }
}
