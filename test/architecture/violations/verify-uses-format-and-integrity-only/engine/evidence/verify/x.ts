export { y } from '../../findings/y.ts';
