export { y } from '../server/http/y.ts';
