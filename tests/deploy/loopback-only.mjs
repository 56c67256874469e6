import net from 'node:net'

/** Loaded before a server that must reach nothing but this machine: whatever else it tries is refused, and told on standard error. */
const LOOPBACK = new Set([undefined, '', 'localhost', '127.0.0.1', '::1'])
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function connectToLoopback(...words) {
  // Node calls it with what it has made of its arguments, in a list; libraries with the arguments themselves.
  const [first, second] = Array.isArray(words[0]) ? words[0] : words
  const host = typeof first === 'object' ? first.host : second
  if (LOOPBACK.has(host)) return connect.apply(this, words)
  process.stderr.write(`tried to reach ${host}\n`)
  throw new Error(`tried to reach ${host}`)
}
