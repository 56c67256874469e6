import { connect, createServer, type Socket } from 'node:net'

/** A network cable between a browser and the server, which can be pulled out: every stream is lost, those of shared workers too. */
export interface Cable {
  /** Where the browser finds the server. */
  address: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** Lays a cable to the server of an address. */
export async function layCable(to: string): Promise<Cable> {
  const port = Number(new URL(to).port)
  const open = new Set<Socket>()
  let isCut = false
  const track = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    return socket
  }
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = track(connect(port, '127.0.0.1'))
    track(near).on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const pull = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cut() {
      isCut = true
      pull()
    },
    mend() {
      isCut = false
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      pull()
      return closed
    },
  }
}
