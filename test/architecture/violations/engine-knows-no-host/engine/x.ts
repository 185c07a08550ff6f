export { y } from '../fixtures/y.ts';
