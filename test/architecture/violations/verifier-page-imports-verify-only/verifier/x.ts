import '../engine/findings/y.ts';
