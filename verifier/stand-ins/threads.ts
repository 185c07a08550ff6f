// Stands in the place of node:os and node:worker_threads in the page, which has no open file that threads could share.
export const availableParallelism = (): number => 1;

export class Worker {
  constructor() {
    throw new Error('a page starts no thread');
  }

  on(): void {}
}
