export { y } from '../../../runner/y.ts';
