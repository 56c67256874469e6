import { Component, type ComponentType } from 'preact'
import type { Chat } from './chat.js'

/** Gets a part of the widget from the server. */
export type Load<Props> = () => Promise<ComponentType<Props>>

/** Shows a part that is not needed before the first answer, and is loaded when it is first shown: `load` imports it, `props` are its own. */
export class Later<Props extends { chat: Chat }> extends Component<
  { load: Load<Props>; props: Props },
  { part: ComponentType<Props> | null }
> {
  override state: { part: ComponentType<Props> | null } = { part: null }

  override componentDidMount(): void {
    const { load, props } = this.props
    load().then(
      (part) => this.setState({ part }),
      () => props.chat.session.announce(props.chat.t('loadFailed')),
    )
  }

  override render() {
    const { part: Part } = this.state
    return Part && <Part {...this.props.props} />
  }
}
