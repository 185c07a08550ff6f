import { fetch } from 'undici';

export const x = fetch;
