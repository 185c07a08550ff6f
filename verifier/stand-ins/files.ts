// Stands in the place of node:fs/promises in the page, which is given its bytes and opens no file.
export function open(): Promise<never> {
  return Promise.reject(new Error('a page opens no file'));
}
