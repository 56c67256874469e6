import { Component, type ComponentType } from 'preact'
import { Button } from './button.js'
import type { ExtraProps } from './extra-props.js'
import { loadParts } from './load-parts.js'

/** Parts that few citizens need: each travels when it is first shown. */
const PARTS = {
  callback: () => loadParts().then(({ CallbackForm }) => CallbackForm),
  trace: () => loadParts().then(({ KeepTrace }) => KeepTrace),
} satisfies Record<string, () => Promise<ComponentType<ExtraProps>>>

/** Shows a part that is loaded on demand. */
export class Extra extends Component<ExtraProps & { name: keyof typeof PARTS }> {
  override state = { part: null as { of: ComponentType<ExtraProps> } | null, failed: false }

  override componentDidMount(): void {
    PARTS[this.props.name]().then(
      (of: ComponentType<ExtraProps>) => this.setState({ part: { of } }),
      () => this.setState({ failed: true }),
    )
  }

  override render({ name: _, ...props }: ExtraProps & { name: keyof typeof PARTS }) {
    const Part = this.state.part?.of
    if (Part) return <Part {...props} />
    return (
      this.state.failed && (
        <p class="contact" role="alert">
          {props.chat.t('loadFailed')}{' '}
          <Button onClick={() => props.onChange({ view: 'chat' })}>{props.chat.t('back')}</Button>
        </p>
      )
    )
  }
}
