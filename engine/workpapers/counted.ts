/** A number with its noun: "1 item is", "2 items are". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
