/** The content of a file in base64. @throws when the browser cannot read it */
export function readBase64(file: Blob): Promise<string> {
  return new Promise((settle, fail) => {
    const reader = new FileReader()
    reader.onload = () => settle(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(file)
  })
}
