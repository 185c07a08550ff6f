export { y } from '../cli/y.ts';
