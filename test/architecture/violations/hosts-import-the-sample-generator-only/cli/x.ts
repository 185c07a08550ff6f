export { y } from '../fixtures/plan/y.ts';
