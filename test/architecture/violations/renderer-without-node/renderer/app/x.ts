import { join } from 'node:path';

export const x = join('a', 'b');
