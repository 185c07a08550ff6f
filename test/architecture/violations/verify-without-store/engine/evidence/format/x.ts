export { y } from '../../analysis/y.ts';
