export { z as y } from '../store/z.ts';
