import { Component } from 'preact'

const followers = new Set<() => void>()

/** Tells who follows that a choice, a voice, a word or what is being read or heard has changed. */
export function tellChange(): void {
  for (const follower of [...followers]) follower()
}

/** A part that is drawn again at each change told by {@link tellChange}: these changes are not of the conversation. */
export abstract class Following<Props> extends Component<Props> {
  readonly #follow = () => this.setState({})

  override componentDidMount(): void {
    followers.add(this.#follow)
  }

  override componentWillUnmount(): void {
    followers.delete(this.#follow)
  }
}
