import { defineConfig } from 'vite';

export const x = defineConfig;
