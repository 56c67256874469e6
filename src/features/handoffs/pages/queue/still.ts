import { Component, type ComponentChildren } from 'preact'

interface StillProps {
  /** What the drawing depends on. */
  on: readonly unknown[]
  draw: () => ComponentChildren
}

/** A drawing that is made again only when something that it depends on is another: 200 rows do not move for one message. */
export class Still extends Component<StillProps> {
  override shouldComponentUpdate({ on }: StillProps): boolean {
    return on.length !== this.props.on.length || on.some((one, index) => one !== this.props.on[index])
  }

  override render({ draw }: StillProps): ComponentChildren {
    return draw()
  }
}
