/** What a tool gave. */
export interface ToolResult {
  isError?: boolean
  content: { type: string; text: string }[]
  // biome-ignore lint/suspicious/noExplicitAny: each tool has a shape of its own.
  structuredContent?: any
}

/** The version of the protocol that is spoken, and what a client says of itself in each message. */
const VERSION = '2026-07-28'
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'scripted', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

/** A scripted client of the Model Context Protocol, of one message a request, as its version of July 2026 has it. */
export async function sendMessage(
  address: string,
  { method, params = {} }: { method: string; params?: Record<string, unknown> },
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${address}/mcp`, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': VERSION,
      'mcp-method': method,
      ...(typeof params.name === 'string' ? { 'mcp-name': encodeName(params.name) } : {}),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: ENVELOPE } }),
  })
}

/** Calls a tool. @throws Error when there is no result */
export async function callTool(
  address: string,
  name: string,
  given: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<ToolResult> {
  const response = await sendMessage(address, { method: 'tools/call', params: { name, arguments: given } }, headers)
  const text = await response.text()
  const { result } = JSON.parse(text) as { result?: ToolResult }
  if (!result) throw new Error(`${response.status}: ${text}`)
  return result
}

/** A header holds printable ASCII: anything else is sent as the protocol says, in Base64. */
function encodeName(name: string): string {
  return /^[\x21-\x7e]+$/.test(name) ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`
}
